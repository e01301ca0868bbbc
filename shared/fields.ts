import { z } from 'zod';
import { categories } from './parameters.ts';
import { symbolSchema } from './symbols.ts';

/** Fields that many operations ask for. */

/** Milliseconds since the epoch, UTC: all that a JavaScript date can hold. */
export const timeSchema = z.number().int().min(-8.64e15).max(8.64e15);

export const categorySchema = z.enum(categories as [string, ...string[]]);
/** `category.key` of some parameters. */
export const pathsSchema = z.array(z.string().max(130)).min(1).max(100);
export const reasonSchema = z.string().trim().max(500).optional();
export const versionSchema = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
/** The version the asker has seen: if another is in force by then, nothing changes. */
export const expectedVersionSchema = versionSchema.optional();

/** For one symbol instead of for all; known here or not. */
export const forSymbolSchema = symbolSchema.optional();

export const datasetIdSchema = z.string().min(1).max(64);
/** Which of the open datasets is meant. */
export const ofOpenDataset = {
  dataset: datasetIdSchema.optional().describe('Market data that are open; left out, those in focus.'),
};
export const bundleIdSchema = z.string().min(1).max(128);
export const filePathSchema = z.string().min(1).max(4096);
export const seedSchema = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .default(1);

/** For operations that ask for nothing. */
export const nothingSchema = z.strictObject({});
/** Answered where the work goes on as a job after the answer. */
export const startedSchema = z.object({ job: z.int() }).meta({ id: 'Started' });
/** A place that the person at the window chose in a dialog; null where they chose none. */
export const chosenSchema = z.object({ path: z.string() }).nullable();
