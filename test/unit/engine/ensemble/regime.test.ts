import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dailyRegimes, regimeAt } from '../../../../electron/engine/ensemble/regime.ts';
import { barsFrom } from '../../../../electron/engine/market/bars.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { type Bar, dayMs } from '../../../../shared/market.ts';
import { regimes } from '../../../../shared/prediction.ts';
import { naiveRegime } from './naive-ensemble.ts';

describe('the regime', () => {
  it('is unknown before twenty days have closed', () => {
    const days = barsFrom(walk(1, 25, 0.001, 0));
    expect([...dailyRegimes(days)].map((code) => regimes[code]).slice(0, 20)).toEqual([
      ...Array<string>(19).fill('unknown'),
      'ranging',
    ]);
  });

  it.each([
    ['calm without direction', 0.0005, 0, 'ranging'],
    ['calm and rising', 0.0005, 0.003, 'trending'],
    ['calm and falling', 0.0005, -0.003, 'trending'],
    ['wild', 0.03, 0, 'volatile'],
    ['wild and rising', 0.03, 0.01, 'volatile'],
  ])('of a market that is %s is named', (_what, noise, drift, expected) => {
    const days = barsFrom(walk(2, 20, noise, drift));
    expect(regimeAt(days, 19)).toBe(expected);
  });

  it('is volatile by long days alone', () => {
    const days = walk(3, 20, 0.0001, 0).map((day) => ({ ...day, high: day.close * 1.013, low: day.close }));
    expect(regimeAt(barsFrom(days), 19)).toBe('volatile');
  });

  it('depends on the last twenty days alone', () => {
    const wild = walk(4, 20, 0.05, 0);
    const calm = walk(5, 20, 0.0005, 0).map((day, i) => ({ ...day, time: (20 + i) * dayMs }));
    expect(regimeAt(barsFrom([...wild, ...calm]), 39)).toBe('ranging');
    expect(regimeAt(barsFrom([...wild, ...calm]), 38)).toBe('volatile');
  });

  it('equals the definition written out, in thousands of markets', () => {
    const random = createRandom(6);
    const seen = new Set<string>();
    for (let market = 0; market < 3000; market += 1) {
      const days = walk(market, 20 + random.int(4), 0.001 + random.next() * 0.02, random.normal() * 0.001);
      const bars = barsFrom(days);
      const regime = regimeAt(bars, days.length - 1);
      expect(regime).toBe(naiveRegime(days));
      expect(regimes[dailyRegimes(bars)[days.length - 1]]).toBe(regime);
      seen.add(regime);
    }
    expect([...seen].sort()).toEqual(['ranging', 'trending', 'volatile']);
  });
});

const own = 'test/fixtures/reference/regimes.json';
const given = '../shared/reference/regime-cases.json';

describe.each([own, given].map((file) => ({ file, missing: file !== own && !existsSync(file) })))(
  'the reference cases (skipped where the file is missing): $file',
  ({ file, missing }) => {
    it.skipIf(missing)('are all equal', () => {
      const text = readFileSync(file, 'utf8');
      const number = z.number();
      const cases = z
        .array(
          z.object({ bars: z.array(z.tuple([number, number, number, number])), expected: z.enum(regimes) }),
        )
        .parse(JSON.parse(text));
      expect(cases.length).toBeGreaterThan(100);
      const wrong = cases.filter(({ bars, expected }) => {
        const days = barsFrom(
          bars.map(([open, high, low, close], i) => ({ time: i * dayMs, open, high, low, close, volume: 0 })),
        );
        return regimeAt(days, bars.length - 1) !== expected;
      });
      expect(wrong).toEqual([]);
    });
  },
);

/** Daily bars of a random walk, each as long as the noise. */
function walk(seed: number, days: number, noise: number, drift: number): Bar[] {
  const random = createRandom(seed);
  let close = 1.1;
  return Array.from({ length: days }, (_, i) => {
    const open = close;
    close *= 1 + drift + random.normal() * noise;
    const high = Math.max(open, close) * (1 + noise * 0.1);
    const low = Math.min(open, close) * (1 - noise * 0.1);
    return { time: i * dayMs, open, high, low, close, volume: 1 };
  });
}
