import type { FileHandle } from 'node:fs/promises';
import { constants, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, extname, isAbsolute } from 'node:path';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { visibleText } from '../../../../shared/visible-text.ts';
import { reasonOf } from '../reason.ts';

/** A file that was looked at and may be read as a table. It stays open until `close`. */
export interface SourceFile {
  /**
   * Leads to the file that was looked at, whatever stands at its name by now (on Linux; elsewhere it is the path,
   * and `changed` tells whether another file took its place).
   */
  readonly path: string;
  /** For people: its name, with what could disturb a terminal or a sentence written out. */
  readonly name: string;
  /** Its name as it is, for what the name says. */
  readonly raw_name: string;
  readonly size_bytes: number;
  readonly format: 'csv' | 'parquet';
  readonly encoding: 'utf-8' | 'utf-16';
  /** Whether it was written to, or another file took its place, since it was opened. */
  changed(): Promise<boolean>;
  close(): Promise<void>;
}

/** Files over this size are refused before they are opened. */
export const maxFileBytes = 1024 ** 3;

/** What files must be named to be read for somebody outside the desk. */
export const outsideExtensions = ['.csv', '.txt', '.tsv', '.parquet'];

/**
 * Opens `path` and checks that it is a regular file that looks like a table, from its kind, its size and its first
 * 64 KB. What is checked is what is open: a link changed in the meantime leads nowhere else. Devices, pipes
 * and folders are never read. For somebody `outside`, the file that was opened must itself be named as a table.
 */
export async function examineFile(path: string, outside = false): Promise<Result<SourceFile>> {
  if (!isAbsolute(path) || path.includes('\0'))
    return failure('invalid', 'Name the file by its full path on this computer.');
  const name = visibleText(basename(path));
  let file: FileHandle | null = null;
  try {
    const kind = kindProblem(name, await stat(path));
    if (kind) return kind;
    // Without waiting: what is a pipe by now would never open.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = await file.stat();
    const problem = kindProblem(name, status) ?? sizeProblem(name, status.size);
    const real = problem ? null : await openedPath(file, path);
    const refused =
      problem ??
      (outside && !outsideExtensions.includes(extname(real ?? path).toLowerCase()) ? outsideProblem() : null);
    const recognised = refused ?? (await recognise(file, status.size, name));
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

/** Where the open file is, links followed. */
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

async function recognise(
  file: FileHandle,
  size_bytes: number,
  name: string,
): Promise<Result<Pick<SourceFile, 'format' | 'encoding'>>> {
  const head = await readPart(file, 0, Math.min(size_bytes, 65_536));
  const tail = await readPart(file, Math.max(0, size_bytes - 4096), Math.min(size_bytes, 4096));

  if (head.subarray(0, 4).toString('latin1') === parquetMark) {
    if (size_bytes < 12 || tail.subarray(-4).toString('latin1') !== parquetMark)
      return failure('unreadable', `${name} is a Parquet file that was cut short: fetch or export it again.`);
    return success({ format: 'parquet', encoding: 'utf-8' });
  }
  if (head[0] === 0xff && head[1] === 0xfe) return success({ format: 'csv', encoding: 'utf-16' });

  const fault = binaryFault(head) ?? textFault(head, size_bytes) ?? tailFault(tail);
  return fault ? failure('unreadable', `${name} ${fault}`) : success({ format: 'csv', encoding: 'utf-8' });
}

async function readPart(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const part = Buffer.alloc(length);
  await file.read(part, 0, length, position);
  return part;
}

const parquetMark = 'PAR1';

/** What the first bytes say the file is instead. */
const signatures: readonly (readonly [string, string])[] = [
  ['%PDF', 'is a PDF document, not a table: export the data as CSV or Parquet.'],
  ['\x89PNG', 'is a picture, not a table.'],
  ['\xff\xd8\xff', 'is a picture, not a table.'],
  ['GIF8', 'is a picture, not a table.'],
  [
    'PK\x03\x04',
    'is an Excel workbook or a ZIP archive: save the sheet as CSV, or unpack the archive first.',
  ],
  ['\xd0\xcf\x11\xe0', 'is an old Excel or Word file: save the sheet as CSV.'],
  ['\x1f\x8b', 'is compressed (gzip): unpack it first.'],
  ['BZh', 'is compressed (bzip2): unpack it first.'],
  ['\x28\xb5\x2f\xfd', 'is compressed (zstd): unpack it first.'],
  ['\xfd7zXZ', 'is compressed (xz): unpack it first.'],
  ['\x1f\x9d', 'is compressed: unpack it first.'],
  ['\x04"M\x18', 'is compressed (lz4): unpack it first.'],
  ['LZIP', 'is compressed (lzip): unpack it first.'],
  ['7z\xbc\xaf', 'is a 7-Zip archive: unpack it first.'],
  ['SQLite format 3', 'is an SQLite database: export the table as CSV.'],
  ['\x7fELF', 'is a program, not a table.'],
  ['MZ\x90', 'is a program, not a table.'],
  ['\xfe\xff', 'is text in UTF-16 with the high byte first: save it as UTF-8.'],
];

function binaryFault(head: Buffer): string | null {
  const start = head.subarray(0, 16).toString('latin1');
  const known = signatures.find(([mark]) => start.startsWith(mark));
  if (known) return known[1];
  const zeros = head.filter((byte) => byte === 0).length;
  if (zeros > head.length / 3 && zeros < head.length * 0.6 && head[0] !== 0)
    return 'looks like UTF-16 text without its mark: save it as UTF-8.';
  if (zeros > 0 || head.some((byte) => byte < 9))
    return 'is not text but binary data: export the data as CSV or Parquet.';
  return null;
}

function textFault(head: Buffer, size: number): string | null {
  // The sample may end inside a character.
  const whole = head.length < size ? head.subarray(0, Math.max(head.lastIndexOf(10), head.length - 4)) : head;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(whole).trimStart();
  } catch {
    return 'is not UTF-8 text: save it with the encoding UTF-8.';
  }
  const start = text.slice(0, 2000).toLowerCase();
  if (start === '') return 'holds only blank lines.';
  if (/^<(!doctype|html|head|body|table|div|script|p\b)/.test(start) || /<html[\s>]/.test(start))
    return 'is a web page (HTML), not a table: perhaps the download asked for a login. Fetch the CSV itself.';
  if (/^<\?xml/.test(start)) return 'is XML, not a table: export the data as CSV or Parquet.';
  if (/^[{[]/.test(start)) return 'is JSON, not a table: export the data as CSV or Parquet.';
  if (start.startsWith('{\\rtf')) return 'is a formatted document (RTF), not a table: save it as plain CSV.';
  return null;
}

/** Room that was set aside for a download and never filled reads as zeros. */
function tailFault(tail: Buffer): string | null {
  return tail.includes(0)
    ? 'ends in zero bytes, so it was not written to its end: fetch or export it again.'
    : null;
}

function accessProblem(name: string, error: unknown): ['not-found' | 'unreadable', string] {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return ['not-found', `${name} does not exist: it may have been moved or renamed.`];
  if (code === 'EACCES' || code === 'EPERM')
    return ['unreadable', `${name} may not be read: give yourself read permission for it.`];
  return ['unreadable', `${name} cannot be read: ${reasonOf(error)}`];
}
