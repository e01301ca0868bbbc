import type { TimeReading } from './time-format.ts';

/** What deserves a second look before a file is taken, in words. */
export function importWarnings(seen: {
  readonly layout: string;
  /** Name of the time column. */
  readonly time: string;
  readonly columns: { readonly volume: string | null };
  readonly reading: TimeReading;
  readonly local: boolean;
  readonly zone: string;
  readonly twice: number;
  readonly rows: number;
  readonly refused: number;
  readonly duplicates: number;
  readonly unordered: number;
  readonly gaps: number;
}): readonly string[] {
  const warnings: string[] = [];
  if (seen.reading.warning) warnings.push(seen.reading.warning);
  if (seen.local && seen.zone === 'UTC' && !/\b(gmt|utc)\b/i.test(seen.time))
    warnings.push(zoneWarning(seen.layout));
  if (seen.twice > 0)
    warnings.push(
      `${seen.twice} rows are at local times that occur twice (clocks set back): the first row of a time is read as the earlier moment, the second as the later.`,
    );
  if (seen.columns.volume === null) warnings.push('The file has no volume: volume is 0 in every bar.');
  if (seen.refused > 0)
    warnings.push(`${seen.refused} of ${seen.rows} rows cannot be used and are left out.`);
  if (seen.duplicates > 0)
    warnings.push(`${rows(seen.duplicates)} with a time seen before: the first row of each time is kept.`);
  if (seen.unordered > 0) warnings.push(`${rows(seen.unordered)} out of order, sorted in.`);
  if (seen.gaps > 0) warnings.push(`${seen.gaps} pauses besides weekends; they stay gaps.`);
  return warnings;
}

function zoneWarning(layout: string): string {
  const plain = 'The file does not say its time zone: times are read as UTC.';
  if (layout === 'HistData')
    return `${plain} HistData publishes Eastern Standard Time without daylight saving (zone Etc/GMT+5).`;
  if (layout.startsWith('MetaTrader'))
    return `${plain} MetaTrader writes the broker's server time, often that of Europe/Athens.`;
  return plain;
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
