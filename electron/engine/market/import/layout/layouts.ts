/** What is known of a file from its first lines. */
export interface FileHead {
  /** The column names in lower case, joined by commas; empty without a header. */
  readonly names: string;
  readonly delimiter: string;
  /** The fields of the first row. */
  readonly first: readonly string[];
  /** The zone in brackets in the name of the time column; null where there is none. */
  readonly zone: string | null;
}

/** The format in which a program or provider exports bars. */
export interface Layout {
  readonly name: string;
  /** How it is recognised, for the documentation. */
  readonly told_by: string;
  /** The first lines of such a file. */
  readonly example: string;
  /** The usual zone of its times, offered to the user; null where the times name their zone or no zone is usual. */
  readonly usual_zone: { readonly zone: string; readonly because: string } | null;
  readonly matches: (head: FileHead) => boolean;
}

/** The layouts that are recognised by name; the first match counts. Other files are read by their columns alone. */
export const layouts: readonly Layout[] = [
  {
    name: 'MetaTrader 5',
    told_by: 'names in angle brackets, `<TICKVOL>` among them; `<SPREAD>` is in points',
    example:
      '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n2024.01.08\t00:00:00\t1.09450\t1.09472\t1.09441\t1.09465\t512\t0\t3',
    usual_zone: {
      zone: 'Europe/Athens',
      because: 'MetaTrader writes the broker’s server time, which is often that of Europe/Athens',
    },
    matches: ({ names }) => names.startsWith('<date>') && names.includes('<open>'),
  },
  {
    name: 'MetaStock',
    told_by: '`<TICKER>` first, date and time in digits; several tickers may be in one file',
    example:
      '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>\nEURUSD,60,20240108,000000,1.1,1.1005,1.0995,1.1002,120',
    usual_zone: null,
    matches: ({ names }) => names.startsWith('<ticker>') && names.includes('<open>'),
  },
  {
    name: 'JForex',
    told_by: 'a time column whose name gives the zone in brackets',
    example:
      'Time (EET),Open,High,Low,Close,Volume \n2024.01.08 00:00:00,1.09450,1.09472,1.09441,1.09465,512.5',
    usual_zone: null,
    matches: ({ names, zone }) => zone !== null && /^time \([^)]*\),open,high,low,close/.test(names),
  },
  {
    name: 'Dukascopy',
    told_by: 'a column named `Gmt time` or `Local time`, the day first',
    example:
      'Gmt time,Open,High,Low,Close,Volume\n08.01.2024 00:00:00.000,1.09450,1.09472,1.09441,1.09465,512.5',
    usual_zone: null,
    matches: ({ names }) => /^(?:gmt|local) time,open,high,low,close/.test(names),
  },
  {
    name: 'Interactive Brokers',
    told_by: 'columns `average` and `barCount`; a volume of −1 means none',
    example:
      'date,open,high,low,close,volume,average,barCount\n20240108  00:00:00,1.0945,1.09472,1.09441,1.09465,-1,-1,-1',
    usual_zone: null,
    matches: ({ names }) => /\baverage,bar ?count\b/.test(names),
  },
  {
    name: 'Polygon',
    told_by: 'columns `ticker` and `window_start`, times in nanoseconds',
    example:
      'ticker,volume,open,close,high,low,window_start,transactions\nABC,120,1.1,1.1002,1.1005,1.0995,1704672000000000000,5',
    usual_zone: null,
    matches: ({ names }) => names.includes('window_start') && names.includes('ticker'),
  },
  {
    name: 'Barchart',
    told_by: 'a column `Latest` or `Last` with `Change` beside it, newest first, a footer',
    example:
      'Time,Open,High,Low,Latest,Change,%Change,Volume\n"2024-01-08 05:00",1.105,1.1055,1.1045,1.1052,0.1,+0.01%,6',
    usual_zone: { zone: 'America/Chicago', because: 'Barchart writes Central Time' },
    matches: ({ names }) => /,(?:latest|last),(?:change|%change)/.test(names),
  },
  {
    name: 'yfinance',
    told_by: 'three lines of header: names, tickers, `Datetime`',
    example:
      'Price,Close,High,Low,Open,Volume\nTicker,AAPL,AAPL,AAPL,AAPL,AAPL\nDatetime,,,,,\n2024-01-08 14:30:00+00:00,185.56,185.6,181.5,182.09,59144500',
    usual_zone: null,
    matches: ({ names }) => /^(?:datetime|date),(?:adj close,)?close,high,low,open,volume/.test(names),
  },
  {
    name: 'CryptoDataDownload',
    told_by: 'columns `unix`, `date` and `symbol`',
    example:
      'unix,date,symbol,open,high,low,close,Volume BTC\n1704672000,2024-01-08 00:00:00,BTC/USD,43000,43100,42900,43050,12.5',
    usual_zone: null,
    matches: ({ names }) => names.startsWith('unix,date,symbol,'),
  },
  {
    name: 'TradingView',
    told_by: '`time,open,high,low,close` with ISO 8601 or seconds since 1970',
    example: 'time,open,high,low,close,Volume\n2024-01-08T00:00:00Z,1.09450,1.09472,1.09441,1.09465,512',
    usual_zone: null,
    matches: ({ names, first }) =>
      /^time,open,high,low,close/.test(names) && /^(?:\d{4}-\d\d-\d\dT|\d{10}$)/.test(first[0] ?? ''),
  },
  {
    name: 'HistData',
    told_by: 'no header, semicolons, date and time in digits',
    example: '20240108 000000;1.094500;1.094720;1.094410;1.094650;0',
    usual_zone: {
      zone: 'Etc/GMT+5',
      because: 'HistData publishes Eastern Standard Time without summer time',
    },
    matches: ({ names, delimiter, first }) =>
      names === '' && delimiter === ';' && /^\d{8} \d{6}$/.test(first[0] ?? ''),
  },
  {
    name: 'MetaTrader 4',
    told_by: 'no header, the day with dots in the first column and the time in the second',
    example: '2024.01.08,00:00,1.09450,1.09472,1.09441,1.09465,512',
    usual_zone: {
      zone: 'Europe/Athens',
      because: 'MetaTrader writes the broker’s server time, which is often that of Europe/Athens',
    },
    matches: ({ names, first }) =>
      names === '' && /^\d{4}\.\d\d\.\d\d$/.test(first[0] ?? '') && /^\d\d:\d\d$/.test(first[1] ?? ''),
  },
  {
    name: 'Binance',
    told_by:
      'eleven or twelve columns, without a header or with `open_time`, two of them times in milliseconds or microseconds',
    example: '1704672000000,43000,43100,42900,43050,12.5,1704672299999,537500,120,6.1,262300,0',
    usual_zone: null,
    matches: ({ names, first }) =>
      (names === '' || names.startsWith('open_time')) &&
      first.length >= 11 &&
      /^\d{13,16}$/.test(first[0] ?? '') &&
      /^\d{13,16}$/.test(first[6] ?? ''),
  },
];

/** The names shown for files that match no layout. */
export const otherLayouts = { named: 'CSV with header', bare: 'CSV without header' } as const;
