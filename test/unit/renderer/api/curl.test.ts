import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlOfConfig, curlOfReference, curlOfUpdate, quoted } from '../../../../renderer/api/curl.ts';

const open = { port: 8001, open: true };
const closed = { port: 9100, open: false };

describe('a line for curl', () => {
  it('is the one of the documents while the API is open', () => {
    expect(curlOfUpdate(open, 'cache', { prediction_cache_ttl_seconds: 120 })).toBe(
      `curl -X PUT http://localhost:8001/api/v1/config/cache -H "Content-Type: application/json" -d '{"prediction_cache_ttl_seconds": 120}'`,
    );
    expect(curlOfConfig(open)).toBe('curl http://localhost:8001/api/v1/config');
  });

  it('names the variable that holds the token while the API is closed', () => {
    expect(curlOfUpdate(closed, 'model', { use_regime_adjustment: true })).toBe(
      `curl -X PUT http://localhost:9100/api/v1/config/model -H "Content-Type: application/json" -H "Authorization: Bearer $DESK_TOKEN" -d '{"use_regime_adjustment": true}'`,
    );
    expect(curlOfConfig(closed)).toBe(
      'curl -H "Authorization: Bearer $DESK_TOKEN" http://localhost:9100/api/v1/config',
    );
    expect(curlOfReference(closed)).toBe(
      'curl -H "Authorization: Bearer $DESK_TOKEN" -o desk-api.html http://localhost:9100/docs',
    );
  });

  it('carries several values in one body', () => {
    const changes = { weight_1h: 0.5, weight_4h: 0.35, weight_daily: 0.15 };
    const line = curlOfUpdate(open, 'model', changes);
    expect(line).toContain(`-d '{"weight_1h": 0.5, "weight_4h": 0.35, "weight_daily": 0.15}'`);
  });

  it('reaches the program as it was meant', () => {
    const line = curlOfUpdate(closed, 'model', { weight_1h: 1e-7 });
    const [method, put, address, , type, , bearer, , body] = wordsInShell(line.replace(/^curl /, ''));
    expect([method, put, address]).toEqual(['-X', 'PUT', 'http://localhost:9100/api/v1/config/model']);
    expect([type, bearer]).toEqual(['Content-Type: application/json', 'Authorization: Bearer s3cret']);
    expect(JSON.parse(body ?? '')).toEqual({ weight_1h: 1e-7 });
  });
});

describe('quoting for the shell', () => {
  it('keeps what a shell would otherwise act on', () => {
    expect(wordsInShell(quoted(`it's $HOME "and" \`date\` \\ !`))).toEqual([
      `it's $HOME "and" \`date\` \\ !`,
    ]);
  });

  it('gives back any text as one word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(wordsInShell(quoted(text))).toEqual([text]);
      }),
      { numRuns: 60 },
    );
  });
});

/** The arguments that a program gets from a POSIX shell. */
function wordsInShell(words: string): string[] {
  const told = execFileSync('/bin/sh', ['-c', `for word in ${words}; do printf '%s\\0' "$word"; done`], {
    env: { DESK_TOKEN: 's3cret' },
    encoding: 'utf8',
  });
  return told.split('\0').slice(0, -1);
}
