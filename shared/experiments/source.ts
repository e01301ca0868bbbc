import { z } from 'zod';
import { versionSchema } from '../fields.ts';

const changesByCategory = z.record(
  z.string().max(64),
  z.record(z.string().max(64), z.union([z.number(), z.boolean()])),
);

/** A configuration to try: an existing one, with changes applied to it. */
export const configSourceSchema = z
  .strictObject({
    from: z
      .union([
        z.literal('current'),
        z.strictObject({ profile: z.string().trim().min(1).max(80) }),
        z.strictObject({ version: versionSchema }),
      ])
      .default('current'),
    changes: changesByCategory.optional(),
  })
  .meta({ id: 'ConfigSource' });
export type ConfigSource = z.infer<typeof configSourceSchema>;

/** Weights of the 1H, 4H and Daily model. */
export const mixSchema = z.tuple([z.number(), z.number(), z.number()]).readonly();

export const configValues = z.record(z.string(), z.record(z.string(), z.union([z.number(), z.boolean()])));

/** A configuration that was tried, with a label such as "current (v12)", "profile Calm" or "v7 with 2 changes". */
export const triedSchema = z.object({ label: z.string(), values: configValues }).meta({ id: 'Tried' });
export type Tried = Readonly<z.infer<typeof triedSchema>>;
