import { describe, expect, it } from 'vitest';
import { createAuditRecorder } from '../../../../electron/engine/config/audit-recorder.ts';
import { createTestClock, settle } from '../test-clock.ts';
import { createMemoryTrail, sampleEntry, startAudited } from './audited.ts';
import { byWindow } from './harness.ts';

function start() {
  const trail = createMemoryTrail();
  const complaints: string[] = [];
  const recorder = createAuditRecorder({ trail, onProblem: (message) => complaints.push(message) });
  return { trail, recorder, complaints };
}

const versions = (entries: readonly { version: number }[]) => entries.map(({ version }) => version);

describe('the recorder', () => {
  it('brings everything to the trail in its order, and then has nothing left', async () => {
    const { trail, recorder } = start();
    for (let version = 2; version < 100; version += 1) recorder.record(sampleEntry({ version }));
    expect(recorder.unconfirmed()).toHaveLength(98);
    await recorder.flush();
    expect(versions(trail.entries)).toEqual(Array.from({ length: 98 }, (_, i) => i + 2));
    expect(recorder.unconfirmed()).toEqual([]);
  });

  it('loses nothing accepted and keeps the order while the trail fails and after it recovers', async () => {
    const { trail, recorder, complaints } = start();
    recorder.record(sampleEntry({ version: 2 }));
    await recorder.flush();
    trail.appendsFail = true;
    recorder.record(sampleEntry({ version: 3 }));
    recorder.record(sampleEntry({ version: 3, outcome: 'refused' }));
    await recorder.flush();
    recorder.record(sampleEntry({ version: 4 }));
    await recorder.flush();
    expect(versions(trail.entries)).toEqual([2]);
    expect(versions(recorder.unconfirmed())).toEqual([3, 4]);
    expect(complaints[0]).toContain('no space left');
    trail.appendsFail = false;
    recorder.record(sampleEntry({ version: 5 }));
    await recorder.flush();
    expect(trail.entries.map(({ version, outcome }) => `${outcome} ${version}`)).toEqual([
      'accepted 2',
      'accepted 3',
      'refused 3',
      'accepted 4',
      'accepted 5',
    ]);
    expect(recorder.unconfirmed()).toEqual([]);
  });

  it('bounds refusals, not accepted changes, while the trail fails', async () => {
    const { trail, recorder } = start();
    trail.appendsFail = true;
    for (let i = 0; i < 3000; i += 1) recorder.record(sampleEntry({ outcome: 'refused' }));
    for (let version = 2; version < 1502; version += 1) recorder.record(sampleEntry({ version }));
    await recorder.flush();
    expect(recorder.unconfirmed()).toHaveLength(1500);
    trail.appendsFail = false;
    await recorder.flush();
    expect(trail.entries.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1000);
    expect(versions(trail.entries.filter(({ outcome }) => outcome === 'accepted'))).toEqual(
      Array.from({ length: 1500 }, (_, i) => i + 2),
    );
  });

  it('gathers for a moment what comes one by one, unless someone waits for it', async () => {
    const clock = createTestClock();
    const memory = createMemoryTrail();
    const batches: number[] = [];
    const recorder = createAuditRecorder({
      trail: {
        append: (entries) => {
          batches.push(entries.length);
          return memory.append(entries);
        },
      },
      onProblem: () => expect.unreachable(),
      schedule: clock.schedule,
    });
    for (let version = 2; version < 12; version += 1) {
      recorder.record(sampleEntry({ version }));
      await clock.advance(1);
    }
    expect(batches).toEqual([]);
    expect(recorder.unconfirmed()).toHaveLength(10);
    await clock.advance(50);
    expect(batches).toEqual([10]);
    recorder.record(sampleEntry({ version: 12 }));
    await recorder.flush();
    expect(batches).toEqual([10, 1]);
    expect(clock.waiting()).toBe(0);
  });

  it('takes a database that throws for one that fails', async () => {
    const complaints: string[] = [];
    let broken = true;
    const memory = createMemoryTrail();
    const recorder = createAuditRecorder({
      trail: {
        append: async (entries) => {
          if (broken) throw new Error('FATAL: the database has been invalidated');
          return memory.append(entries);
        },
      },
      onProblem: (message) => complaints.push(message),
    });
    recorder.record(sampleEntry({ version: 2 }));
    await settle();
    await recorder.flush();
    expect(versions(recorder.unconfirmed())).toEqual([2]);
    expect(complaints[0]).toContain('has been invalidated');
    broken = false;
    await recorder.flush();
    expect(versions(memory.entries)).toEqual([2]);
  });

  it('lets entries come in while it writes', async () => {
    const { trail, recorder } = start();
    recorder.record(sampleEntry({ version: 2 }));
    const flushed = recorder.flush();
    recorder.record(sampleEntry({ version: 3 }));
    await flushed;
    expect(versions(trail.entries)).toEqual([2, 3]);
  });
});

describe('what the trail has not taken yet', () => {
  it('is saved with the values until it has', async () => {
    const { config, recorder, storage, trail } = await startAudited();
    const memory = trail as ReturnType<typeof createMemoryTrail>;
    memory.appendsFail = true;
    await config.update('trading', { spread_pips: 1 }, byWindow);
    await config.update('trading', { spread_pips: -1 }, byWindow);
    await config.update('trading', { spread_pips: 2 }, byWindow);
    await recorder.flush();
    expect(versions(storage.held?.journal ?? [])).toEqual([2, 3]);
    memory.appendsFail = false;
    await recorder.flush();
    await config.update('trading', { spread_pips: 3 }, byWindow);
    expect(versions(storage.held?.journal ?? [])).toEqual([4]);
  });

  it('tells every entry once, also those that the trail never gets', async () => {
    const trail = createMemoryTrail();
    trail.appendsFail = true;
    const told: string[] = [];
    const recorder = createAuditRecorder({
      trail,
      onProblem: () => undefined,
      onAudit: ({ outcome, version }) => told.push(`${outcome} ${version}`),
    });
    for (let i = 0; i < 1500; i += 1) recorder.record(sampleEntry({ version: 1, outcome: 'refused' }));
    recorder.record(sampleEntry({ version: 2 }));
    await recorder.flush();
    expect(told).toHaveLength(1501);
    expect(told.at(-1)).toBe('accepted 2');
  });
});
