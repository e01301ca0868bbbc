import type { FileHandle } from 'node:fs/promises';
import { constants, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, extname, isAbsolute } from 'node:path';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { visibleText } from '../../../../shared/visible-text.ts';
import { reasonOf } from '../reason.ts';
import type { FileKind } from './file-kind.ts';
import { recogniseKind } from './file-kind.ts';

/** A checked file that can be read as a table. It stays open until `close`. */
export interface SourceFile extends FileKind {
  /**
   * Leads to the file that was checked, even if another file has replaced it since (on Linux; elsewhere it is the plain
   * path, and `changed` tells whether the file was replaced).
   */
  readonly path: string;
  /** Its name for messages, with control characters made visible. */
  readonly name: string;
  /** Its unchanged name, from which the symbol is found. */
  readonly raw_name: string;
  readonly size_bytes: number;
  /** Whether it was written to or replaced since it was opened. */
  changed(): Promise<boolean>;
  close(): Promise<void>;
}

/** Files over this size are refused before they are opened. */
export const maxFileBytes = 1024 ** 3;

/** The extensions of files that API clients may have read. */
export const outsideExtensions = ['.csv', '.txt', '.tsv', '.parquet'];

/**
 * Opens `path` and checks that it is a regular file that looks like a table, from its kind, its size and its first
 * 64 KB. The checks are made on the open file, so a link that changes meanwhile has no effect. Devices, pipes and folders
 * are never read. For an API client (`outside`), the opened file itself must have the extension of a table.
 */
export async function examineFile(path: string, outside = false): Promise<Result<SourceFile>> {
  if (!isAbsolute(path) || path.includes('\0'))
    return failure('invalid', 'Name the file by its full path on this computer.');
  const name = visibleText(basename(path));
  let file: FileHandle | null = null;
  try {
    const kind = kindProblem(name, await stat(path));
    if (kind) return kind;
    // Non-blocking, because opening a pipe would wait for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = await file.stat();
    const problem = kindProblem(name, status) ?? sizeProblem(name, status.size);
    const real = problem ? null : await openedPath(file, path);
    const refused =
      problem ??
      (outside && !outsideExtensions.includes(extname(real ?? path).toLowerCase()) ? outsideProblem() : null);
    const recognised = refused ?? (await recogniseKind(file, status.size, name));
    if (!recognised.ok) {
      await file.close();
      return recognised;
    }
    const opened = file;
    return success({
      path: onLinux ? `/proc/self/fd/${opened.fd}` : path,
      name,
      raw_name: basename(path),
      size_bytes: status.size,
      ...recognised.value,
      async changed() {
        const now = await opened.stat();
        const there = onLinux ? now : await stat(path).catch(() => null);
        return (
          now.size !== status.size ||
          now.mtimeMs !== status.mtimeMs ||
          there === null ||
          there.ino !== status.ino
        );
      },
      close: () => opened.close(),
    });
  } catch (error) {
    await file?.close().catch(() => undefined);
    return failure(...accessProblem(name, error));
  }
}

const onLinux = process.platform === 'linux';

/** The path of the open file, links resolved. */
async function openedPath(file: FileHandle, path: string): Promise<string> {
  return onLinux ? readlink(`/proc/self/fd/${file.fd}`) : realpath(path);
}

export function outsideProblem() {
  return failure(
    'unreadable',
    `From outside only files that are named ${outsideExtensions.join(', ')} are read. Rename it, or send its content to /api/v1/data/upload.`,
  );
}

function kindProblem(name: string, status: { isDirectory(): boolean; isFile(): boolean }) {
  if (status.isDirectory()) return failure('unreadable', `${name} is a folder: choose a file in it.`);
  if (status.isFile()) return null;
  return failure(
    'unreadable',
    `${name} is not a regular file but a device or a pipe: save its data as a file.`,
  );
}

function sizeProblem(name: string, size: number) {
  if (size === 0) return failure('unreadable', `${name} is empty.`);
  if (size <= maxFileBytes) return null;
  return failure(
    'too-large',
    `${name} has ${(size / 1024 ** 3).toFixed(1)} GB; files up to 1 GB are read. Split it, by year for example, and import the parts one after the other.`,
  );
}

function accessProblem(name: string, error: unknown): ['not-found' | 'unreadable', string] {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return ['not-found', `${name} does not exist: it may have been moved or renamed.`];
  if (code === 'EACCES' || code === 'EPERM')
    return ['unreadable', `${name} may not be read: give yourself read permission for it.`];
  return ['unreadable', `${name} cannot be read: ${reasonOf(error)}`];
}
