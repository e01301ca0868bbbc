import { dayMs, hourMs, minuteMs } from '../../../../shared/market.ts';

/** e.g. "2024-01-08 00:00", UTC. */
export function minuteText(time: number | null): string {
  return time === null || Math.abs(time) > 8.64e15
    ? '?'
    : new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

/** e.g. "5 minutes". */
export function durationText(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [dayMs, 'day'],
    [hourMs, 'hour'],
    [minuteMs, 'minute'],
    [1000, 'second'],
  ];
  const [size, unit] = units.find(([length]) => ms % length === 0) ?? [1, 'millisecond'];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** A time past the hour, e.g. ":30"; with seconds where there are some, ":00:15". */
export function pastText(ms: number): string {
  const [minutes, seconds] = [Math.floor(ms / minuteMs), Math.floor((ms % minuteMs) / 1000)];
  const two = (count: number) => String(count).padStart(2, '0');
  return `:${two(minutes)}${seconds > 0 ? `:${two(seconds)}` : ''}`;
}
