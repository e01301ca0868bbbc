import type { FileHandle } from 'node:fs/promises';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';

/** What a file is by its bytes. */
export interface FileKind {
  readonly format: 'csv' | 'parquet';
  readonly encoding: 'utf-8' | 'utf-16';
}

/** Checks the first 64 KB and the last 4 KB for a table; the failure says what the file is instead. */
export async function recogniseKind(
  file: FileHandle,
  size_bytes: number,
  name: string,
): Promise<Result<FileKind>> {
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

/** First bytes of other kinds of files. */
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

/** Space that was reserved for a download and never written reads as zeros. */
function tailFault(tail: Buffer): string | null {
  return tail.includes(0)
    ? 'ends in zero bytes, so it was not written to its end: fetch or export it again.'
    : null;
}
