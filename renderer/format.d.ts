import type { Direction } from '../shared/prediction.ts';
/** Shown where there is no value. */
export declare const none = '\u2013';
/** A price with the asset's number of decimals, thousands grouped. */
export declare function price(value: number, decimals: number): string;
/** A whole number, thousands grouped. */
export declare function count(value: number): string;
/** A fraction in 0…1 as a percentage with its sign. */
export declare function percent(fraction: number, decimals?: number): string;
/** An interval of fractions, e.g. "48.9–51.2 %". */
export declare function percentRange(low: number, high: number, decimals?: number): string;
/** A parameter's value: as many decimals as it has, at most four. */
export declare function decimal(value: number): string;
/** A span of time in ms in its two largest units, e.g. "0.42 ms", "3.4 s", "2 min 5 s", "4 d 2 h". */
export declare function duration(ms: number): string;
/** Spacing of bars, e.g. "5 min", "1 h". */
export declare function interval(ms: number): string;
/** A time in ms since the epoch as "2024-03-05 14:00 UTC". */
export declare function utcMinute(ms: number): string;
/** A time as "2024-03-05"; the day is UTC's. */
export declare function utcDay(ms: number): string;
/** A time of day as "14:03:22", UTC. */
export declare function utcClock(ms: number): string;
/** A time as "2024-03-05T14:00", UTC. */
export declare function isoMinute(ms: number): string;
/** Reads "2024-03-05 14:00" (or with a T, or the day alone) as UTC; null for a text that is no time. */
export declare function fromIsoMinute(text: string): number | null;
/** A file size, e.g. "1.4 MB" (powers of 1000). */
export declare function bytes(size: number): string;
/** Sign and word: colour alone never says which. */
export declare function directionSign(direction: Direction): string;
export declare function directionWord(direction: Direction): string;
