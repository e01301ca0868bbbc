import type { Result } from '../../../../../shared/result.ts';
import { failure, success } from '../../../../../shared/result.ts';
import { visibleText } from '../../../../../shared/visible-text.ts';
import { quoted } from '../quoted.ts';
import { isTimeZone } from '../times/time-zone.ts';
import type { ColumnPlaces } from './columns.ts';
import { placesFromNames, zoneInName } from './columns.ts';
import { doubledPrice } from './doubled.ts';
import type { Delimiter, Quote } from './grid.ts';
import { bestGrid, quoteIn } from './grid.ts';
import { findHeader, namesAbove, unknownNames } from './header.ts';
import { layouts, otherLayouts } from './layouts.ts';
import { placesFromShapes } from './shapes.ts';

/** How the lines of a text file are to be read. */
export interface TextLayout {
  /** For people, e.g. "MetaTrader 5". */
  readonly name: string;
  readonly delimiter: Delimiter;
  /** Number of the last line before the data, 0 when the first line is data. */
  readonly header_line: number;
  /** Column names; null without a header. */
  readonly names: readonly string[] | null;
  /** Fields per line. */
  readonly fields: number;
  readonly places: ColumnPlaces;
  /** The columns of each ticker, where the header has a line of tickers. */
  readonly wide: readonly { readonly ticker: string; readonly places: ColumnPlaces }[];
  readonly quote: Quote;
  readonly offered_zones: readonly OfferedZone[];
}

export interface OfferedZone {
  readonly zone: string;
  readonly because: string;
}

/** Decides from the first lines of the file (an empty text for a blank line). Pure. */
export function detectLayout(lines: readonly string[]): Result<TextLayout> {
  if (lines.every((line) => line.trim() === ''))
    return failure('unreadable', 'The file holds only blank lines.');
  const quote = quoteIn(lines);
  const grid = bestGrid(lines, quote);
  if (!grid)
    return failure(
      'unreadable',
      `This is not a table of bars: a line needs a time and four prices, separated by comma, semicolon, tab, vertical bar or spaces. The first line reads ${firstText(lines)}.`,
    );
  const { delimiter, rows, fields } = grid;
  const header = findHeader(rows, fields);
  if (typeof header === 'string') {
    const seen = namesAbove(rows, fields) ?? rows.find((row) => row.length > 1) ?? [];
    const told = header === unknownNames ? quoted(seen.join(', '), 300) : namesText(seen);
    return failure('unreadable', `${header} ${told}`);
  }
  const { names, line, tickers } = header;
  const sample = rows.slice(line).filter((row) => row.length === fields);
  if (sample.length === 0)
    return failure('unreadable', 'The file has a header but no row under it: there is nothing to import.');

  const wide = names && tickers ? wideSeries(names, tickers, sample) : [];
  const places: ColumnPlaces | { readonly missing: string } =
    wide[0]?.places ?? (names ? placesFromNames(names, sample) : placesFromShapes(sample, delimiter));
  if ('missing' in places) return failure('unreadable', missingMessage(String(places.missing), names));
  const doubled = names && wide.length === 0 ? doubledPrice(names, places) : null;
  if (doubled !== null) return failure('unreadable', doubledMessage(doubled));
  const known = recognise(names, delimiter, sample[0], places);
  return success({
    name: known.name,
    delimiter,
    header_line: line,
    names,
    fields,
    places,
    wide,
    quote,
    offered_zones: known.offered_zones,
  });
}

/** The columns of each ticker that the header names above them. */
function wideSeries(
  names: readonly string[],
  tickers: readonly string[],
  sample: readonly (readonly string[])[],
): TextLayout['wide'] {
  const distinct = [...new Set(tickers.slice(1).filter((ticker) => ticker !== ''))];
  return distinct.flatMap((ticker) => {
    const own = names.map((name, position) => (position === 0 || tickers[position] === ticker ? name : ''));
    const places = placesFromNames(
      own.map((name, position) => (position > 0 && name === '' ? '\u0001' : name)),
      sample,
    );
    return 'missing' in places ? [] : [{ ticker, places }];
  });
}

/** The name of the layout, and the zones that the header names or that are usual for the source. */
export function recognise(
  names: readonly string[] | null,
  delimiter: string,
  first: readonly string[],
  places: ColumnPlaces,
): { readonly name: string; readonly offered_zones: readonly OfferedZone[] } {
  const named = names ? zoneInName(names[places.time[0]] ?? '') : null;
  const zone = named === null ? null : zoneOf(named);
  const head = {
    names: names?.map((name) => name.toLowerCase()).join(',') ?? '',
    delimiter,
    first,
    zone,
  };
  const known = layouts.find(({ matches }) => matches(head));
  const offered = [
    ...(zone ? [{ zone, because: `the header says ${named}` }] : []),
    ...(known?.usual_zone ? [known.usual_zone] : []),
  ];
  return {
    name: known?.name ?? (names ? otherLayouts.named : otherLayouts.bare),
    offered_zones: offered,
  };
}

/** Abbreviations with one meaning, in addition to the zone names that the runtime knows. */
const abbreviations: Readonly<Record<string, string>> = {
  GMT: 'UTC',
  UTC: 'UTC',
  EET: 'EET',
  CET: 'CET',
  EST: 'Etc/GMT+5',
  ET: 'America/New_York',
  NY: 'America/New_York',
};

function zoneOf(name: string): string | null {
  const known = abbreviations[name.toUpperCase()];
  if (known) return known;
  const hours = /^(?:gmt|utc)([+-])(\d{1,2})$/i.exec(name);
  if (hours) return `Etc/GMT${hours[1] === '+' ? '-' : '+'}${Number(hours[2])}`;
  return isTimeZone(name) ? name : null;
}

export function missingMessage(missing: string, names: readonly string[] | null): string {
  return names
    ? `The header has no column for: ${missing}. ${namesText(names)} Name the columns time, open, high, low, close and (if there is one) volume.`
    : `No column for ${missing} was found. Give the file a header: time,open,high,low,close,volume.`;
}

export function doubledMessage(name: string): string {
  return `Several columns are named "${visibleText(name.slice(0, 30))}", and it is unclear which of them belong to the bar. Keep one series in the file, or rename the others.`;
}

/** Column names may be shown to anyone: the row was recognised as the header of a table of bars. */
function namesText(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${visibleText(name.slice(0, 30))}"`);
  return `It names ${shown.join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`;
}

function firstText(lines: readonly string[]): string {
  return quoted(lines.find((line) => line.trim() !== '') ?? '', 80);
}
