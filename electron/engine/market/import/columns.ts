/** What a column of bars can be; `date` and `clock` are a time given in two columns. */
export type Role = 'time' | 'date' | 'clock' | 'open' | 'high' | 'low' | 'close' | 'volume';

/** Where each role is, as 0-based positions. */
export interface ColumnPlaces {
  /** One position, or two (date, time of day). */
  readonly time: readonly number[];
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number | null;
}

/** Finds the columns by their names; says what is missing in words. */
export function placesFromNames(names: readonly string[]): ColumnPlaces | { readonly missing: string } {
  const plain = names.map(plainName);
  const at = (role: keyof typeof knownNames): number => {
    for (const name of knownNames[role]) {
      const position = plain.indexOf(name);
      if (position >= 0) return position;
    }
    return -1;
  };

  const time = timePlaces(plain, at('moment'));
  const [open, high, low, close] = [at('open'), at('high'), at('low'), at('close')];
  const missing = [
    ...(time.length === 0 ? ['time'] : []),
    ...Object.entries({ open, high, low, close })
      .filter(([, position]) => position < 0)
      .map(([role]) => role),
  ];
  if (missing.length > 0) return { missing: missing.join(', ') };
  const named = at('volume');
  const volume = named >= 0 ? named : plain.findIndex((name) => name.startsWith('volume'));
  return { time, open, high, low, close, volume: volume >= 0 ? volume : null };
}

/** How much the names look like those of bars: the number of roles recognised. */
export function isHeader(names: readonly string[]): boolean {
  return names.filter((name) => allNames.has(plainName(name))).length >= 2;
}

function timePlaces(plain: readonly string[], moment: number): readonly number[] {
  if (moment >= 0) return [moment];
  const date = plain.indexOf('date');
  const clock = plain.indexOf('time');
  if (date >= 0 && clock >= 0) return [date, clock];
  const only = date >= 0 ? date : clock;
  return only >= 0 ? [only] : [];
}

/** The first name found wins: a column that says what it holds goes before one that may hold anything. */
const knownNames = {
  moment: [
    'unix',
    'timestamp',
    'datetime',
    'date time',
    'open time',
    'gmt time',
    'utc time',
    'local time',
    'time utc',
    'date utc',
    'bar time',
    'start time',
    'time open',
    'epoch',
    'unix timestamp',
    'ts',
    'period start',
  ],
  open: ['open', 'o', 'open price', 'bid open', 'bidopen', 'first', 'opening price'],
  high: ['high', 'h', 'high price', 'bid high', 'bidhigh', 'max', 'highest price'],
  low: ['low', 'l', 'low price', 'bid low', 'bidlow', 'min', 'lowest price'],
  close: [
    'close',
    'c',
    'close price',
    'bid close',
    'bidclose',
    'last',
    'close last',
    'closing price',
    'price',
  ],
  volume: ['volume', 'tickvol', 'tick volume', 'tickvolume', 'tickqty', 'vol', 'v', 'base volume'],
} as const;

const allNames: ReadonlySet<string> = new Set([...Object.values(knownNames).flat(), 'date', 'time']);

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
