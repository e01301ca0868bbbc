import { z } from 'zod';
import { defaultApiPort } from '../../shared/api.ts';
import { type JsonFileOptions, type OpenedJsonFile, openJsonFile } from './json-file.ts';
import type { VersionedSchema } from './versioned-schema.ts';

const settingsSchema = z.object({ on: z.boolean(), port: z.int().min(1).max(65_535), open: z.boolean() });
export type ApiSettings = z.infer<typeof settingsSchema>;

export const freshApiSettings: ApiSettings = { on: false, port: defaultApiPort, open: false };

/** Version 1 had no number; nothing else has changed since. */
export const apiLayout: VersionedSchema<ApiSettings> = {
  schema: settingsSchema,
  steps: [(document) => document],
  unnamed: 1,
};

/** `api.json`: whether the API is on, where, and whether it is open to this machine. */
export function openApiFile(
  options: Omit<JsonFileOptions<unknown>, 'name' | 'layout'>,
): OpenedJsonFile<ApiSettings> {
  return openJsonFile({ ...options, name: 'api', layout: apiLayout });
}
