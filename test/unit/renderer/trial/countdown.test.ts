import { expect, it } from 'vitest';
import { timeLeft } from '../../../../renderer/trial/countdown.ts';
import { dayMs, hourMs, minuteMs } from '../../../../shared/market.ts';

it.each([
  [0, '0 s'],
  [-5_000, '0 s'],
  [1, '1 s'],
  [59_001, '1 min 00 s'],
  [4 * minuteMs + 9_000, '4 min 09 s'],
  [2 * hourMs + 5 * minuteMs + 30_000, '2 h 05 min'],
  [dayMs - 1, '1 d 0 h'],
  [3 * dayMs + 2 * hourMs, '3 d 2 h'],
])('%i ms before its end, a trial has %s left', (ms, words) => {
  expect(timeLeft(1_000_000 + ms, 1_000_000)).toBe(words);
});
