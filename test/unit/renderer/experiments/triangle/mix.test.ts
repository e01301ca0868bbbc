import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MixKey } from '../../../../../renderer/experiments/triangle/mix.ts';
import { mixAfterKey, mixText, wholePercents } from '../../../../../renderer/experiments/triangle/mix.ts';
import { mixAt, mixCount } from '../../../../../shared/simplex.ts';
import type { Weights } from '../../../../../shared/weights.ts';

const anyMix = fc.nat(mixCount(100) - 1).map((index) => wholePercents(mixAt(index, 100)));
const anyKey = fc.constantFrom<MixKey>('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown');
const back: Record<MixKey, MixKey> = {
  ArrowLeft: 'ArrowRight',
  ArrowRight: 'ArrowLeft',
  ArrowUp: 'ArrowDown',
  ArrowDown: 'ArrowUp',
};
const percents = (mix: Weights) => mix.map((weight) => Math.round(weight * 100));

test('a mix reads as percents, with a tenth where it has one', () => {
  expect(mixText([0.6, 0.3, 0.1])).toBe('60 / 30 / 10\u00a0%');
  expect(mixText([0.605, 0.295, 0.1])).toBe('60.5 / 29.5 / 10\u00a0%');
});

test('whole percents sum to 100, whatever the mix, and are at most one away', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (one, other) => {
      const mix: Weights = [Math.min(one, other), Math.abs(one - other), 1 - Math.max(one, other)];
      const whole = wholePercents(mix);
      expect(percents(whole).reduce((sum, own) => sum + own)).toBe(100);
      whole.forEach((weight, i) => {
        expect(Math.abs(weight - (mix[i] ?? 0))).toBeLessThan(0.01 + 1e-9);
      });
    }),
  );
});

test('a key stays within the triangle and moves each weight by at most its steps', () => {
  fc.assert(
    fc.property(anyMix, anyKey, fc.constantFrom(1, 5), (mix, key, steps) => {
      const moved = mixAfterKey(mix, key, steps);
      const [before, after] = [percents(mix), percents(moved)];
      expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
      expect(after.reduce((sum, own) => sum + own)).toBe(100);
      after.forEach((own, i) => {
        expect(Math.abs(own - (before[i] ?? 0))).toBeLessThanOrEqual(steps);
      });
    }),
  );
});

test('a key and the one against it lead back, away from the edges', () => {
  fc.assert(
    fc.property(anyMix, anyKey, fc.constantFrom(1, 5), (mix, key, steps) => {
      if (Math.min(...percents(mix)) < 5) return;
      expect(mixAfterKey(mixAfterKey(mix, key, steps), back[key], steps)).toEqual(mix);
    }),
  );
});

test('up gives to 1H, right to Daily', () => {
  expect(percents(mixAfterKey([0.6, 0.3, 0.1], 'ArrowUp', 1))).toEqual([61, 29, 10]);
  expect(percents(mixAfterKey([0.6, 0.3, 0.1], 'ArrowRight', 5))).toEqual([60, 25, 15]);
  expect(percents(mixAfterKey([0.6, 0.3, 0.1], 'ArrowLeft', 20))).toEqual([60, 40, 0]);
});
