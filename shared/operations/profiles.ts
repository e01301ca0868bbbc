import { z } from 'zod';
import { dryRunSchema, profileSchema } from '../audit.ts';
import { listOf } from '../columns.ts';
import { receiptSchema } from '../config.ts';
import { exportedSchema } from '../desk.ts';
import {
  chosenSchema,
  expectedVersionSchema,
  filePathSchema,
  forSymbolSchema,
  nothingSchema,
  pathsSchema,
  reasonSchema,
} from '../fields.ts';
import { nameSchema } from '../names.ts';
import { api, operation } from './operation.ts';

const named = z.strictObject({ name: nameSchema });

/** Named sets of values. */
export const profileOperations = {
  'profiles.list': operation({
    about: 'The saved profiles.',
    input: nothingSchema,
    answer: listOf(profileSchema),
    door: api('GET /profiles'),
    example: {},
  }),
  'profiles.save': operation({
    about: 'Saves values in force under a name.',
    input: z.strictObject({ name: nameSchema, paths: pathsSchema.optional(), symbol: forSymbolSchema }),
    answer: profileSchema,
    door: api('POST /profiles'),
    failures: ['not-saved'],
    example: { name: 'Calm' },
  }),
  'profiles.compare': operation({
    about: 'What applying a profile would do, for whom its values were saved or for a symbol that is named.',
    input: z.strictObject({ name: nameSchema, symbol: forSymbolSchema }),
    answer: dryRunSchema,
    door: api('GET /profiles/{name}/compare'),
    failures: ['not-found'],
    example: { name: 'Calm' },
  }),
  'profiles.apply': operation({
    about: 'Applies a profile as one update, for whom its values were saved or for a symbol that is named.',
    input: z.strictObject({
      name: nameSchema,
      symbol: forSymbolSchema,
      reason: reasonSchema,
      expected_version: expectedVersionSchema,
    }),
    answer: receiptSchema,
    door: api('POST /profiles/{name}/apply'),
    failures: ['not-found', 'not-saved'],
    example: { name: 'Calm' },
  }),
  'profiles.remove': operation({
    about: 'Removes a profile.',
    input: named,
    answer: z.null(),
    door: api('DELETE /profiles/{name}'),
    failures: ['not-found', 'not-saved'],
    example: { name: 'Calm' },
  }),
  'profiles.choose': operation({
    about: 'Lets the user choose a profile file.',
    input: nothingSchema,
    answer: chosenSchema,
    door: 'dialog',
    example: {},
  }),
  'profiles.export': operation({
    about: 'Writes a profile to a file that the user chooses.',
    input: named,
    answer: exportedSchema.nullable(),
    door: 'dialog',
    failures: ['not-found', 'not-saved'],
    example: { name: 'Calm' },
  }),
  // Over HTTP the document itself is sent, and no path on this machine is read.
  'profiles.inspect': operation({
    about: 'Reads a profile file without taking it.',
    input: z.strictObject({ path: filePathSchema }),
    answer: z.object({ profile: profileSchema, would: dryRunSchema }),
    door: 'window',
    failures: ['unreadable'],
    example: { path: '/home/me/calm.json' },
  }),
  'profiles.import': operation({
    about: 'Takes a profile from a file.',
    input: z.strictObject({ path: filePathSchema }),
    answer: profileSchema,
    door: 'window',
    failures: ['unreadable', 'not-saved'],
    example: { path: '/home/me/calm.json' },
  }),
} as const;
