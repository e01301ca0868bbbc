import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { escapeControls } from '../../../../scripts/shared/escape.mjs';
import { createOutput } from '../../../../scripts/shared/output.mjs';

type Done = (error: NodeJS.ErrnoException | null, written: number) => void;

/** A sink whose every write the test answers. */
function heldSink() {
  const writes: { text: string; done: Done }[] = [];
  return {
    writes,
    open: () => ({
      write: (bytes: Buffer, done: Done) => void writes.push({ text: bytes.toString(), done }),
    }),
  };
}

const refusal = (code: string) => Object.assign(new Error(code), { code });

afterEach(() => {
  vi.useRealTimers();
});

describe('output that is slow, full or gone', () => {
  it('writes one piece at a time and keeps the order', () => {
    const { writes, open } = heldSink();
    const output = createOutput(1, open);
    output.line('one');
    output.line('two');
    output.line('three');
    expect(writes.map(({ text }) => text)).toEqual(['one\n']);
    writes[0]?.done(null, 4);
    expect(writes.map(({ text }) => text)).toEqual(['one\n', 'two\nthree\n']);
  });

  it('writes no control character, whatever a line holds', () => {
    const { writes, open } = heldSink();
    createOutput(1, open).line('file "a\nready: b\u001b[2J"');
    expect(writes.map(({ text }) => text)).toEqual(['file "a\\nready: b\\u{1b}[2J"\n']);
  });

  it('writes the rest of what was taken in part', () => {
    const { writes, open } = heldSink();
    createOutput(1, open).line('abcdef');
    writes[0]?.done(null, 2);
    expect(writes[1]?.text).toBe('cdef\n');
  });

  it('keeps a bounded queue while nobody takes anything, and says how many lines were left out', () => {
    const { writes, open } = heldSink();
    const output = createOutput(1, open);
    const line = 'x'.repeat(1023);
    for (let count = 0; count < 1000; count += 1) output.line(line);
    expect(output.dropped()).toBeGreaterThanOrEqual(1000 - 258);
    expect(output.dropped()).toBeLessThan(1000);
    writes[0]?.done(null, 1024);
    expect(writes[1]?.text).toMatch(new RegExp(`^… ${output.dropped()} lines could not be written\\nxxx`));
  });

  it('tries a terminal that is stopped again until it takes the line', () => {
    vi.useFakeTimers();
    const { writes, open } = heldSink();
    const output = createOutput(1, open);
    output.line('one');
    writes[0]?.done(refusal('EAGAIN'), 0);
    vi.advanceTimersByTime(60);
    expect(writes[1]?.text).toBe('one\n');
    expect(output.dropped()).toBe(0);
  });

  it('asks a full disk once a second, counts what it refused, and goes on when there is room', () => {
    vi.useFakeTimers();
    const { writes, open } = heldSink();
    const output = createOutput(1, open);
    output.line('lost');
    writes[0]?.done(refusal('ENOSPC'), 0);
    for (let count = 0; count < 100; count += 1) output.line('later');
    expect(writes).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(writes).toHaveLength(2);
    expect(writes[1]?.text).toMatch(/^… 1 lines could not be written\nlater\n/);
  });

  it.each(['EPIPE', 'EIO', 'EBADF'])('stops for good, without a word, at %s', async (code) => {
    const { writes, open } = heldSink();
    const output = createOutput(1, open);
    output.line('one');
    output.line('two');
    writes[0]?.done(refusal(code), 0);
    output.line('three');
    expect(writes).toHaveLength(1);
    expect(output.dropped()).toBe(3);
    await output.flushed(60_000);
  });

  it('is waited for no longer than asked', async () => {
    const { open } = heldSink();
    const output = createOutput(1, open);
    output.line('never taken');
    await output.flushed(10);
  });
});

describe.runIf(process.platform === 'linux')('real output', () => {
  it('reaches a file whole', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-output-'));
    const file = join(folder, 'log');
    const fd = openSync(file, 'w');
    try {
      const output = createOutput(fd);
      for (let count = 0; count < 5000; count += 1) output.line(`line ${count}`);
      await output.flushed(10_000);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect(lines.length + output.dropped()).toBe(5000);
      expect(lines[0]).toBe('line 0');
    } finally {
      closeSync(fd);
      rmSync(folder, { recursive: true });
    }
  });

  it('is refused by /dev/full without harm', async () => {
    const fd = openSync('/dev/full', 'w');
    const output = createOutput(fd);
    output.line('nobody will read this');
    await output.flushed(200);
    expect(output.dropped()).toBe(1);
    closeSync(fd);
  });

  it('stops where the reader of a pipe has gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-output-'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const reader = openSync(join(folder, 'pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    const output = createOutput(openSync(join(folder, 'pipe'), 'w'));
    closeSync(reader);
    rmSync(folder, { recursive: true });
    output.line('to nobody');
    await output.flushed(5000);
    expect(output.dropped()).toBe(1);
  });
});

describe('text from outside', () => {
  it('cannot break a line, move the cursor or turn the direction of writing', () => {
    expect(escapeControls('a\nready: b\r\u001b[2Jc\u0085\u2028d\u202ee\tf')).toBe(
      'a\\nready: b\\r\\u{1b}[2Jc\\u{85}\\u{2028}d\\u{202e}e\\tf',
    );
  });

  it('stays as it is where it is plain, in any script', () => {
    for (const text of ['EUR/USD: 1.1 → 1.2', 'Ünïcödé 株価 سعر 😀', 'C:\\new'])
      expect(escapeControls(text)).toBe(text);
  });
});
