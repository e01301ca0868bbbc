import { dayMs, hourMs } from '../../../shared/market.ts';

/**
 * When a date's trading ends: 17:00 in New York, ms UTC. `date` is a calendar date in days since the epoch. Clocks
 * change at two in the morning, so by the evening of the day of a change the new time holds.
 */
export function newYorkClose(date: number): number {
  return date * dayMs + (isSummer(date) ? 21 : 22) * hourMs;
}

/** From the date on which clocks go forward to the day before they go back. */
function isSummer(date: number): boolean {
  const year = new Date(date * dayMs).getUTCFullYear();
  if (held.year !== year) held = { year, ...summerOf(year) };
  return date >= held.first && date < held.end;
}

/** Callers ask date by date, so the year is nearly always the one before. */
let held = { year: Number.NaN, first: 0, end: 0 };

/**
 * The first date of summer time and the first after it, by the Uniform Time Act of 1966 and its amendments of 1974,
 * 1986 and 2005. Before 1967 cities had rules of their own; the act's are taken.
 */
function summerOf(year: number): { first: number; end: number } {
  if (year >= 2007) return { first: sundayFrom(year, 2, 8), end: sundayFrom(year, 10, 1) };
  const end = sundayFrom(year, 9, 25);
  if (year >= 1987) return { first: sundayFrom(year, 3, 1), end };
  if (year === 1974) return { first: dateOf(1974, 0, 6), end };
  if (year === 1975) return { first: dateOf(1975, 1, 23), end };
  return { first: sundayFrom(year, 3, 24), end };
}

/** The first Sunday on or after a date; months count from 0. April has 30 days, so its last Sunday is from the 24th. */
function sundayFrom(year: number, month: number, day: number): number {
  const date = dateOf(year, month, day);
  return date + ((7 - weekdayOf(date)) % 7);
}

/** 0 is Sunday. The epoch was a Thursday. */
export function weekdayOf(date: number): number {
  return (((date + 4) % 7) + 7) % 7;
}

function dateOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day) / dayMs;
}
