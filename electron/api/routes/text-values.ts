import { z } from 'zod';
import { timeSchema } from '../../../shared/fields.ts';

/**
 * A field of an operation's input as it is written in a path or a query: text that becomes the field's own value.
 * A default is left to the operation.
 */
export function asText(field: z.ZodType): z.ZodType {
  const { description } = field;
  const text = textOf(field);
  return description === undefined ? text : text.describe(description);
}

function textOf(field: z.ZodType): z.ZodType {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodPrefault) {
    return asText(field.unwrap() as z.ZodType).optional();
  }
  if (field instanceof z.ZodNonOptional) return required(field.unwrap() as z.ZodType);
  if (field === timeSchema) return timeText;
  if (field instanceof z.ZodNumber) return numberText(field);
  if (field instanceof z.ZodBoolean) return z.stringbool({ truthy: ['true'], falsy: ['false'] });
  if (field instanceof z.ZodString || field instanceof z.ZodEnum) return field;
  throw new Error(`A field of the kind ${field.type} has no form as text.`);
}

function required(field: z.ZodType): z.ZodType {
  return asText(field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field);
}

function numberText(field: z.ZodNumber): z.ZodType {
  const digits = field.format?.includes('int')
    ? z.string().regex(/^-?\d{1,16}$/, { error: 'must be a whole number' })
    : z.string().regex(/^-?\d{1,16}(\.\d{1,16})?$/, { error: 'must be a number' });
  return digits.transform(Number).pipe(field);
}

/** How the reference names a time in a path or a query. */
export const timeTitle = 'time';

/**
 * A time: ms since the epoch UTC, or a date with or without a time of day as in ISO 8601 (UTC unless it says else).
 */
const timeText = z
  .string()
  .max(40)
  .transform((text) => {
    if (/^-?\d{1,16}$/.test(text)) return Number(text);
    if (!isoTime.test(text)) return Number.NaN;
    return Date.parse(/[Tt]/.test(text) && !offset.test(text) ? `${text}Z` : text);
  })
  .pipe(
    z
      .int({ error: 'must be a time: ms since the epoch, or as in 2024-03-01T12:00:00Z' })
      .min(-8.64e15)
      .max(8.64e15),
  )
  .meta({ title: timeTitle, description: 'ms since the epoch, or as in 2024-03-01T12:00:00Z' });

const isoTime = /^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?)?$/;
const offset = /([Zz]|[+-]\d{2}:\d{2})$/;
