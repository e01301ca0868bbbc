import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshSession } from '../../../electron/engine/instruments/session.ts';
import { createTestEngine, type TestEngine, valueIn } from './test-engine.ts';

let desk: TestEngine;

beforeAll(async () => {
  desk = await createTestEngine(
    {},
    {
      data: resolve(import.meta.dirname, '../../fixtures/data-folder-0.1'),
      last: { ...freshSession, dataset: 'GBPUSD' },
    },
  );
  await desk.start();
  await desk.handlers()['replay.pause']({});
}, 60_000);

afterAll(() => desk.remove());

describe('opening and removing the same at once', () => {
  it('does one of both with market data, and nothing that was removed stays open', async () => {
    const [open, other] = datasetsOf(await desk.state());
    const answers = await Promise.all([
      desk.handlers()['market.activate']({ dataset: other }),
      desk.handlers()['market.remove']({ dataset: other }),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect((await desk.state()).market).toMatchObject({ active: other });

    const reversed = await Promise.all([
      desk.handlers()['market.remove']({ dataset: open }),
      desk.handlers()['market.activate']({ dataset: open }),
    ]);
    expect(reversed.map(({ ok }) => ok)).toEqual([true, false]);
    const { market } = await desk.state();
    expect(market.active).toBe(other);
    expect(market.datasets.map(({ id }) => id)).toEqual([other]);
  });

  it('does one of both with a bundle, and nothing that was removed goes on answering', async () => {
    const [bundle] = (await desk.state()).models.bundles.map(({ id }) => id);
    const copy = valueIn(
      await desk.handlers()['models.import']({ path: resolve(desk.folder, 'bundles', bundle) }),
    );
    expect(copy).toEqual({ bundle });
    const answers = await Promise.all([
      desk.handlers()['models.activate']({ bundle }),
      desk.handlers()['models.remove']({ bundle }),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect((await desk.state()).models.active).toBe(bundle);
  });
});

function datasetsOf({ market }: Awaited<ReturnType<TestEngine['state']>>): [open: string, other: string] {
  const other = market.datasets.find(({ id }) => id !== market.active);
  if (!market.active || !other) throw new Error('two datasets are needed, one of them open');
  return [market.active, other.id];
}
