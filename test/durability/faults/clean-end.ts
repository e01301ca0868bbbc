import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { DrivenDesk } from './driven-desk.ts';

const withinMs = 5000;

/** Gone in time, by its own hand and without a complaint. */
export function expectCleanEnd(
  desk: DrivenDesk,
  { code, ms }: Awaited<ReturnType<DrivenDesk['terminate']>>,
  told: string,
): void {
  expect(ms, told).toBeLessThan(withinMs);
  // Before Electron runs any script the system's own ending holds: nothing has been opened yet.
  if (code !== 'SIGTERM' || ownLines(desk).length > 0) expect(code, told).toBe(0);
  expect(complaintsOf(desk), told).toEqual([]);
}

/** What an interrupted piece of work may leave and the next start has to remove. */
export function leftovers(data: string): readonly string[] {
  return readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /corrupt|fresh|\.tmp|\.new|\.part/.test(name),
  );
}

/** What it said that is no news. */
export function complaintsOf(desk: DrivenDesk): readonly string[] {
  return ownLines(desk).filter((line) => !/^(api|ready|prediction|config|info): /.test(line));
}

/** Without what Chromium says of its own processes while they come and go. */
function ownLines(desk: DrivenDesk): readonly string[] {
  return desk.said().filter((line) => !/^\[\d+:\d+\/[\d.]+:ERROR:(?!electron\/)/.test(line));
}
