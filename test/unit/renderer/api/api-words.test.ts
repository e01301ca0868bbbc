import { describe, expect, it } from 'vitest';
import { parsePort, signalOf } from '../../../../renderer/api/api-words.ts';

describe('a port that was typed', () => {
  it('is taken from 1024 to 65535', () => {
    for (const port of [1024, 8001, 65_535])
      expect(parsePort(` ${port} `)).toEqual({ ok: true, value: port });
  });

  it('is refused otherwise, with what was typed and what would be right', () => {
    for (const text of ['1023', '65536', '80.5', '-1', 'http', '8001x', 'Infinity']) {
      const parsed = parsePort(text);
      expect(!parsed.ok && parsed.problem.message).toBe(
        `The port must be a whole number from 1024 to 65535; “${text}” is not.`,
      );
    }
    const empty = parsePort('  ');
    expect(!empty.ok && empty.problem.message).toContain('nothing was entered');
  });
});

describe('the sign in the top bar', () => {
  const listening = { on: true, open: false, address: 'http://127.0.0.1:8001', problem: null };

  it('tells what is so', () => {
    expect(signalOf(listening)).toBe('on');
    expect(signalOf({ ...listening, on: false })).toBe('off');
    expect(signalOf({ ...listening, address: null })).toBe('starting');
    expect(signalOf({ ...listening, address: null, problem: 'The port is in use.' })).toBe('problem');
  });

  it('warns for as long as the API is open to the machine and on', () => {
    expect(signalOf({ ...listening, open: true })).toBe('open');
    expect(signalOf({ ...listening, open: true, address: null })).toBe('open');
    expect(signalOf({ ...listening, open: true, on: false })).toBe('off');
  });
});
