import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const top = join(import.meta.dirname, '../../../../..');

/** Writing by `console` or `process.stdout` waits for the terminal and fails with it. */
const otherWays = /\bconsole\s*\.|\bprocess\s*\.\s*std(out|err)\b/;

it('the desk writes to its terminal through electron/terminal/ alone', () => {
  const files = readdirSync(join(top, 'electron'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(50);
  const others = files.filter((name) => otherWays.test(readFileSync(join(top, 'electron', name), 'utf8')));
  expect(others).toEqual([]);
});
