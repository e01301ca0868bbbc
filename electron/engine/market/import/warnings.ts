import type { PriceJumps } from './census/jumps.ts';
import type { ReadRows } from './read-rows.ts';
import { minuteText, pastText } from './words.ts';

/** What to check before a file is imported, as messages. */
export function importWarnings(read: ReadRows, local: boolean, jumps: PriceJumps): readonly string[] {
  const { table, reading, zone, repeated, census, spread } = read;
  const { rows: all, refused, duplicates, unordered, gaps, late_opens, phase_ms, end_stamped } = census;
  const warnings: string[] = [];
  const timeName = table.names[table.places.time[0]] ?? '';
  if (local && reading.zone === null && zone === 'UTC' && !/\b(?:gmt|utc)\b/i.test(timeName))
    warnings.push(zoneWarning(table.offered_zones));
  const told = repeated.twice - repeated.open;
  if (told > 0)
    warnings.push(
      `${told} rows have local times that occur twice (clocks were set back): the first pass through the hour is read as the earlier one, the second as the later one.`,
    );
  if (end_stamped)
    warnings.push('The file stamps each bar with its last moment; each is stored with its opening time.');
  if (phase_ms > 0)
    warnings.push(
      `The first bar of an hour opens at ${pastText(phase_ms)}; longer bars are cut with the same offset.`,
    );
  if (late_opens > 0)
    warnings.push(
      `${rows(late_opens)} open late in their period at the same time every day (when the market opens): each is stored as the bar of its period.`,
    );
  if (table.places.volume === null) warnings.push('The file has no volume: volume is 0 in every bar.');
  if (spread)
    warnings.push(
      `Spreads are read ${{ price: 'in price units', points: 'in points of the last decimal', pips: 'in pips' }[spread.unit]}: usually ${spread.median}.`,
    );
  if (jumps.count > 0)
    warnings.push(
      `${jumps.count === 1 ? '1 bar opens' : `${jumps.count} bars open`} at a price far from the previous close, the first at ${minuteText(jumps.first)}: is this another market, another unit, or a split?`,
    );
  if (refused > 0) warnings.push(`${refused} of ${all} rows cannot be used and are left out.`);
  if (duplicates > 0)
    warnings.push(`${rows(duplicates)} with a repeated time: the first row of each time is kept.`);
  if (unordered > 0) warnings.push(`${rows(unordered)} out of order; the bars were sorted by time.`);
  if (gaps > 0)
    warnings.push(`${gaps === 1 ? '1 gap' : `${gaps} gaps`} other than weekends; gaps are not filled.`);
  return warnings;
}

function zoneWarning(offered: ReadRows['table']['offered_zones']): string {
  const [zone] = offered;
  if (!zone) return 'The file does not say its time zone: times are read as UTC.';
  const said = zone.because.startsWith('the header')
    ? 'The times are read as UTC, but'
    : 'The file does not say its time zone: times are read as UTC.';
  return `${said} ${zone.because} (zone ${zone.zone}).`;
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
