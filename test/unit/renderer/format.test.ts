import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  decimal,
  duration,
  fromIsoMinute,
  interval,
  isoMinute,
  none,
  percent,
  percentRange,
  price,
  utcClock,
  utcDay,
  utcMinute,
} from '../../../renderer/format.ts';

const nbsp = '\u00a0';
const afternoon = Date.UTC(2024, 2, 5, 14, 3, 22);

describe('formatting', () => {
  it('prints a price with exactly the decimals of its asset', () => {
    expect(price(1.1, 5)).toBe('1.10000');
    expect(price(151.2345, 3)).toBe('151.235');
    expect(price(64_123.5, 2)).toBe('64,123.50');
  });

  it('groups thousands of whole numbers', () => {
    expect(count(448_586)).toBe('448,586');
    expect(count(0)).toBe('0');
  });

  it('prints fractions as percentages with their sign', () => {
    expect(percent(0.7127)).toBe(`71.3${nbsp}%`);
    expect(percent(0.5, 0)).toBe(`50${nbsp}%`);
    expect(percent(Number.NaN)).toBe(none);
    expect(percentRange(0.489, 0.512)).toBe(`48.9–51.2${nbsp}%`);
  });

  it('prints parameter values without tails, at most four decimals', () => {
    expect(decimal(0.1 + 0.2)).toBe('0.3');
    expect(decimal(0.2925)).toBe('0.2925');
    expect(decimal(25)).toBe('25');
  });

  it.each([
    [0.418, '0.42 ms'],
    [12.4, '12 ms'],
    [3_440, '3.4 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [12_000_000, '3 h 20 min'],
    [354_000_000, '4 d 2 h'],
    [Number.NaN, none],
  ])('prints %d ms as %s', (ms, text) => {
    expect(duration(ms).replaceAll(nbsp, ' ')).toBe(text);
  });

  it('names the spacing of bars', () => {
    expect(interval(300_000)).toBe(`5${nbsp}min`);
    expect(interval(3_600_000)).toBe(`1${nbsp}h`);
  });

  it('prints times in UTC and says so', () => {
    expect(utcMinute(afternoon)).toBe(`2024-03-05 14:03${nbsp}UTC`);
    expect(utcDay(afternoon)).toBe('2024-03-05');
    expect(utcClock(afternoon)).toBe('14:03:22');
    expect(utcMinute(Number.NaN)).toContain(none);
  });

  it('reads a typed time as UTC', () => {
    expect(fromIsoMinute('2024-03-05 14:03')).toBe(Date.UTC(2024, 2, 5, 14, 3));
    expect(fromIsoMinute(' 2024-03-05 ')).toBe(Date.UTC(2024, 2, 5));
    expect(fromIsoMinute(isoMinute(afternoon))).toBe(Date.UTC(2024, 2, 5, 14, 3));
  });

  it.each(['', 'yesterday', '2024-02-30', '2024-03-05 25:00', '05.03.2024'])(
    'reads no time in “%s”',
    (text) => {
      expect(fromIsoMinute(text)).toBeNull();
    },
  );

  it('prints file sizes in powers of 1000', () => {
    expect(bytes(999)).toBe(`999${nbsp}B`);
    expect(bytes(1_400_000)).toBe(`1.4${nbsp}MB`);
    expect(bytes(2_100_000_000)).toBe(`2.1${nbsp}GB`);
  });
});
