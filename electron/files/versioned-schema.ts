import type { z } from 'zod';
import { failure, messageOf, type Result, success } from '../../shared/result.ts';

/** The layout of a stored document, and how earlier ones are brought forward. */
export interface VersionedSchema<T> {
  /** Of the present layout, whose number is one more than there are steps. */
  readonly schema: z.ZodType<T>;
  /** The first brings a document of version 1 to version 2, and so on. */
  readonly steps: readonly ((document: Record<string, unknown>) => Record<string, unknown>)[];
  /** Version of documents that name none; left out, they are refused. */
  readonly unnamed?: number;
}

/** The number that documents of the present layout carry as `schema_version`. */
export function presentVersion(layout: Pick<VersionedSchema<unknown>, 'steps'>): number {
  return layout.steps.length + 1;
}

/** Why a document was not read: it is broken, or made by a later version of the desk. */
export interface Unread {
  readonly kind: 'broken' | 'newer';
  readonly message: string;
}

/** Parses a stored document of any version up to the present one. */
export function readDocument<T>(
  text: string,
  path: string,
  layout: VersionedSchema<T>,
): Result<T> & { newer?: boolean } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return failure('unreadable', `${path} is not valid JSON: ${messageOf(error)}`);
  }
  const present = presentVersion(layout);
  const newer = newerVersion(document, present);
  if (newer !== null) return { ...failure('unreadable', newerMessage(path, newer, present)), newer: true };
  const version = isObject(document) ? (document.schema_version ?? layout.unnamed) : present;
  if (!isVersion(version)) {
    const message = `schema_version: must be a whole number from 1 to ${present}`;
    return failure('unreadable', `${path} does not fit: ${message}`);
  }
  const parsed = layout.schema.safeParse(migrated(document, version, layout));
  if (parsed.success) return success(parsed.data);
  const [first] = parsed.error.issues;
  return failure(
    'unreadable',
    `${path} does not fit: ${first.path.join('.') || 'the whole'}: ${first.message}`,
  );
}

/** What to do about a file of a later version. */
export function newerMessage(path: string, version: number, present: number): string {
  return `${path} was written by a newer Ensemble Desk (schema version ${version}; this one knows up to ${present}). It was left as it is. Start the newer version, or move the file away to begin without it.`;
}

function newerVersion(document: unknown, present: number): number | null {
  if (!isObject(document)) return null;
  const version = document.schema_version;
  return isVersion(version) && version > present ? version : null;
}

function isVersion(version: unknown): version is number {
  return Number.isInteger(version) && (version as number) >= 1;
}

function migrated(
  document: unknown,
  version: number,
  { steps }: Pick<VersionedSchema<unknown>, 'steps'>,
): unknown {
  if (!isObject(document)) return document;
  const first: Record<string, unknown> = { ...document, schema_version: version };
  return steps
    .slice(version - 1)
    .reduce((older, step, i) => ({ ...step(older), schema_version: version + i + 1 }), first);
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
