import { expect, it } from 'vitest';
import { openAuditTrail } from '../../../../electron/engine/config/audit-trail.ts';
import { atLength } from '../../../length.ts';
import { runSequence } from './any-sequence.ts';
import { openTestDatabase } from './audited.ts';

const outcomesOf = () => new Map<string, number>();

const sequences = atLength(3000, 10_000);

it(`a configuration behaves as its reference in ${sequences} random sequences, and its trail replays to it`, async () => {
  const seen = outcomesOf();
  for (let seed = 1; seed <= sequences; seed += 1) await runSequence(seed, seen);
  // The sequences must reach every kind of outcome often, or they show nothing.
  for (const kind of everyKind) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(sequences / 50);
}, 180_000);

it('the same holds over the trail in the database', async () => {
  const place = await openTestDatabase();
  const seen = outcomesOf();
  for (let seed = 20_001; seed <= 20_200; seed += 1) {
    const trail = await openAuditTrail(place.database);
    await runSequence(seed, seen, trail);
    await place.database.work((connection) => connection.run('DELETE FROM audit'));
  }
  await place.close();
  expect(seen.size).toBeGreaterThan(20);
}, 120_000);

/** Operation and how it ended. */
const everyKind = [
  ...['update', 'preview', 'restore', 'profile', 'reload', 'trial'].flatMap((kind) => [
    `${kind} done`,
    `${kind} refused`,
  ]),
  ...['undo', 'redo', 'keep', 'revert', 'expiry', 'cancel', 'restart', 'crash', 'commit', 'reset'].map(
    (kind) => `${kind} done`,
  ),
  ...['update', 'undo', 'trial', 'commit', 'restore'].map((kind) => `${kind} unsaved`),
  'callback failed',
  'saved together',
];
