import type { Parameter, ParameterValue } from '../../shared/parameters.ts';
import type { Result } from '../../shared/result.ts';
import { failure, success } from '../../shared/result.ts';

/** Reads what was typed for a numeric parameter and checks it against the table's schema. */
export function parseDraft(parameter: Parameter, text: string): Result<ParameterValue> {
  const typed = text.trim();
  const value = typed === '' ? Number.NaN : Number(typed);
  const parsed = parameter.schema.safeParse(value);
  if (Number.isFinite(value) && parsed.success) return success(parsed.data);
  const instead = typed.trim() === '' ? 'nothing was entered' : `“${typed}” is not`;
  return failure('invalid', `${parameter.label} must be ${parameter.valid}; ${instead}.`);
}
