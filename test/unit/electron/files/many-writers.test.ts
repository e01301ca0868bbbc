import { expect, it, vi } from 'vitest';
import { runWriters } from './many-writers.ts';

vi.mock('electron-store', async () => ({ default: (await import('./fake-store.ts')).FakeStore }));

const sequences = process.env.DESK_FULL ? 2000 : 200;

it(`in ${sequences} sequences of many writers every edit of the file is in force, or refused, told and kept; and the trail knows all`, async () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= sequences; seed += 1) await runWriters(seed, seen);
  // The sequences must reach every kind of end often, or they show nothing.
  for (const kind of everyKind) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(sequences / 20);
}, 300_000);

const everyKind = [
  ...['good', 'with a mark', 'of an older text', 'mended'].map((how) => `${how}: in force`),
  ...['good', 'garbage'].map((how) => `${how}: refused`),
  'removed: written again',
  'restarted',
  'linked',
];
