import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';
import type { NumberFormat } from './numbers.ts';
import type { Series } from './series.ts';
import type { TimeFormat } from './times.ts';

/** A table before it is text: lines above the data, and the cells of each bar. */
export interface Plan {
  readonly layout: string;
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly above: readonly (readonly string[])[];
  readonly cells: (bar: Bar, index: number) => readonly string[];
  readonly times: TimeFormat;
  readonly numbers: NumberFormat;
  /** Whether the file gives volumes, and spreads in price units. */
  readonly hasVolume: boolean;
  readonly spreadOf: ((index: number) => number) | null;
  readonly newestFirst: boolean;
  /** The symbol that the rows themselves name; null where only the file's name tells it. */
  readonly symbol: string | null;
  readonly below: readonly string[];
}

export type MakePlan = (chance: Chance, series: Series, zone: string) => Plan;
