import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../electron/engine/random.ts';
import { readRealMarket } from '../../../bench/real-market.ts';
import { expectAgreement, randomCase } from './agreement.ts';
import { brokenHours, simulatedHours, withAnswers } from './sample-material.ts';

const real = '../shared/data/EURUSD_5min.parquet';

describe('the fast backtest agrees with the plain one on every mix, trade for trade', {
  timeout: 240_000,
}, () => {
  it.each([
    ['simulated bars', simulatedHours, 1],
    ['bars with gaps and jumps', brokenHours, 2],
  ])('on 1,000 random configurations of %s', (_what, hours, seed) => {
    const random = createRandom(seed);
    let trades = 0;
    for (let round = 0; round < 20; round += 1) {
      const material = withAnswers(hours(100 * seed + round, 700), round);
      for (let config = 0; config < 50; config += 1) {
        trades += expectAgreement(material, randomCase(material, random, 120, [1, 2, 3]));
      }
    }
    expect(trades).toBeGreaterThan(50_000);
  });

  it('on finer grids and long periods', () => {
    const random = createRandom(3);
    const material = withAnswers(brokenHours(9, 3000), 4);
    for (let config = 0; config < 4; config += 1) {
      expectAgreement(material, randomCase(material, random, 1500, [10, 20]));
    }
  });
});

describe.skipIf(!existsSync(real))(
  `on the real file (${real}) it agrees just as well`,
  {
    timeout: 240_000,
  },
  () => {
    it('on 200 random configurations', async () => {
      const market = await readRealMarket();
      if (!market) throw new Error(`${real} cannot be read`);
      const material = withAnswers(market['1H'], 5);
      const random = createRandom(6);
      let trades = 0;
      for (let config = 0; config < 200; config += 1) {
        trades += expectAgreement(material, randomCase(material, random, 400, [1, 2, 3]));
      }
      expect(trades).toBeGreaterThan(10_000);
    });
  },
);
