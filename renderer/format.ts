import type { Timeframe } from '../shared/market.ts';
import type { Direction } from '../shared/prediction.ts';

/** Shown where there is no value. */
export const none = '–';
const nbsp = '\u00a0';

/** A price with the asset's number of decimals, thousands grouped. */
export function price(value: number, decimals: number): string {
  return grouped(decimals).format(value);
}

/** A whole number, thousands grouped. */
export function count(value: number): string {
  return grouped(0).format(value);
}

/** A fraction in 0…1 as a percentage with its sign. */
export function percent(fraction: number, decimals = 1): string {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(decimals)}${nbsp}%` : none;
}

/** An interval of fractions, e.g. "48.9–51.2 %". */
export function percentRange(low: number, high: number, decimals = 1): string {
  return `${(low * 100).toFixed(decimals)}–${percent(high, decimals)}`;
}

/** A parameter's value: as many decimals as it has, at most four. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** A span of time in ms in its two largest units, e.g. "0.42 ms", "3.4 s", "2 min 5 s", "4 d 2 h". */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return none;
  if (ms < 10) return `${ms.toFixed(2)}${nbsp}ms`;
  if (ms < 1_000) return `${Math.round(ms)}${nbsp}ms`;
  if (ms < 59_950) return `${Number((ms / 1_000).toFixed(1))}${nbsp}s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return twoUnits(seconds, 60, 'min', 1, 's');
  if (seconds < 86_400) return twoUnits(seconds, 3_600, 'h', 60, 'min');
  return twoUnits(seconds, 86_400, 'd', 3_600, 'h');
}

/** Spacing of bars, e.g. "5 min", "1 h". */
export function interval(ms: number): string {
  return duration(ms).replace(/\.0(?=\D)/, '');
}

/** A time in ms since the epoch as "2024-03-05 14:00 UTC". */
export function utcMinute(ms: number): string {
  return `${isoMinute(ms).replace('T', ' ')}${nbsp}UTC`;
}

/** A time in ms since the epoch as "2024-03-05 14:00:09 UTC". */
export function utcSecond(ms: number): string {
  return `${utcDay(ms)} ${utcClock(ms)}${nbsp}UTC`;
}

/** A time as "2024-03-05"; the day is UTC's. */
export function utcDay(ms: number): string {
  return isoMinute(ms).slice(0, 10);
}

/** A time of day as "14:03:22", UTC. */
export function utcClock(ms: number): string {
  return validDate(ms)?.toISOString().slice(11, 19) ?? none;
}

/** A time as "2024-03-05T14:00", UTC. */
export function isoMinute(ms: number): string {
  return validDate(ms)?.toISOString().slice(0, 16) ?? none;
}

/** Reads "2024-03-05 14:00" (or with a T, or the day alone) as UTC; null for a text that is no time. */
export function fromIsoMinute(text: string): number | null {
  const [, day, minute = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text.trim()) ?? [];
  const ms = day ? Date.parse(`${day}T${minute}Z`) : Number.NaN;
  return Number.isFinite(ms) && isoMinute(ms) === `${day}T${minute}` ? ms : null;
}

/** A file size, e.g. "1.4 MB" (powers of 1000). */
export function bytes(size: number): string {
  if (size < 1_000) return `${size}${nbsp}B`;
  const power = Math.min(3, Math.floor(Math.log10(size) / 3));
  return `${(size / 1_000 ** power).toFixed(1)}${nbsp}${['B', 'kB', 'MB', 'GB'][power]}`;
}

/** Sign and word: colour alone never says which. */
export function directionSign(direction: Direction): string {
  return direction === 1 ? '▲' : '▼';
}

export function directionWord(direction: Direction): string {
  return direction === 1 ? 'Long' : 'Short';
}

export const timeframeNames: Readonly<Record<Timeframe, string>> = { '1H': '1H', '4H': '4H', D: 'Daily' };

const formats = new Map<number, Intl.NumberFormat>();

function grouped(decimals: number): Intl.NumberFormat {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(decimals, format);
  }
  return format;
}

function twoUnits(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string) {
  const whole = Math.floor(seconds / large);
  const rest = Math.floor((seconds % large) / small);
  const head = `${whole}${nbsp}${largeUnit}`;
  return rest === 0 ? head : `${head} ${rest}${nbsp}${smallUnit}`;
}

function validDate(ms: number): Date | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date;
}
