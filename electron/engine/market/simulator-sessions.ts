import { dayMs, hourMs, minuteMs } from '../../../shared/market.ts';

/** Spacing of the simulated bars. */
export const simulatedIntervalMs = 5 * minuteMs;

/**
 * How lively the hour is in which a bar opens: 1 on average over squares, about 0.5 in the small hours
 * and 1.7 while London and New York both trade. Scales the bar's volatility.
 */
export function sessionActivity(time: number): number {
  return activityByHour[Math.floor((time % dayMs) / hourMs)];
}

/** The first five-minute step at or after `from` at which the market is open. */
export function firstOpenTime(from: number): number {
  const time = Math.ceil(from / simulatedIntervalMs) * simulatedIntervalMs;
  return isOpen(time) ? time : weekReopening(time);
}

/** The open time of the bar after the one that opened at `time`. */
export function nextOpenTime(time: number): number {
  const next = time + simulatedIntervalMs;
  return isOpen(next) ? next : weekReopening(next);
}

/** The last opening of a market week at or before `time`. */
export function weekOpening(time: number): number {
  return time - sinceReopening(time);
}

const weekMs = 7 * dayMs;
/** A Sunday at 22:00 UTC: 1970-01-04. */
const anyReopening = 3 * dayMs + 22 * hourMs;
const openPartOfWeek = 5 * dayMs;

function isOpen(time: number): boolean {
  return sinceReopening(time) < openPartOfWeek;
}

function weekReopening(time: number): number {
  return time - sinceReopening(time) + weekMs;
}

function sinceReopening(time: number): number {
  return (((time - anyReopening) % weekMs) + weekMs) % weekMs;
}

// Asia 0-6, London from 7, New York from 13, both until 16, quiet after 21.
const rawActivity = [
  6, 6, 6, 5.5, 5.5, 6, 8, 12, 13, 11.5, 10.5, 10, 12, 16, 17, 16, 13.5, 10.5, 9, 8, 7, 5, 4, 5,
];
const activityByHour = normalised(rawActivity);

function normalised(values: readonly number[]): number[] {
  const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  return values.map((value) => value / scale);
}
