import type { Bar } from '../../../shared/market.ts';
import type { NumberFormat } from './numbers.ts';
import { numberFormats } from './numbers.ts';
import type { MakePlan, Plan } from './plan.ts';
import type { Series } from './series.ts';
import type { TimeFormat } from './times.ts';
import { formatNamed } from './times.ts';

const [plainNumbers, shortest] = numberFormats;
const byPrice = ({ open, high, low, close }: Bar) => [open, high, low, close];

/** A plan with the order time, open, high, low, close and what comes behind. */
function simple(
  layout: string,
  series: Series,
  zone: string,
  parts: {
    readonly delimiter?: Plan['delimiter'];
    readonly header?: string;
    readonly times: TimeFormat;
    readonly numbers?: NumberFormat;
    readonly before?: readonly string[];
    readonly behind?: (bar: Bar, index: number) => readonly (string | number)[];
    readonly hasVolume?: boolean;
    readonly spreadOf?: Plan['spreadOf'];
    readonly newestFirst?: boolean;
    readonly below?: readonly string[];
    readonly symbol?: string;
  },
): Plan {
  const {
    delimiter = ',',
    header,
    times,
    numbers = plainNumbers,
    before = [],
    behind = (bar) => [bar.volume],
  } = parts;
  return {
    layout,
    delimiter,
    above: header === undefined ? [] : header.split('\n').map((line) => line.split(delimiter)),
    times,
    numbers,
    hasVolume: parts.hasVolume ?? true,
    spreadOf: parts.spreadOf ?? null,
    newestFirst: parts.newestFirst ?? false,
    below: parts.below ?? [],
    symbol: parts.symbol ?? null,
    cells: (bar, index) => [
      ...before,
      ...times.write(bar.time, zone),
      ...byPrice(bar).map((price) => numbers.price(price, series.decimals)),
      ...behind(bar, index).map(String),
    ],
  };
}

/** What programs and providers write, each as it is published by them. */
export const knownLayouts: readonly MakePlan[] = [
  (_, series, zone) =>
    simple('MetaTrader 4', series, zone, { times: formatNamed('date with dots and time') }),
  (chance, series, zone) => {
    const points = Array.from({ length: series.bars.length }, () => chance.between(1, 40));
    const header = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
    const times: TimeFormat = {
      ...formatNamed('date with dots and time'),
      write: (time, where) => {
        const [day, clock] = formatNamed('date with dots and time').write(time, where);
        return [day, `${clock}:00`];
      },
    };
    return simple('MetaTrader 5', series, zone, {
      delimiter: '\t',
      header,
      times,
      behind: (bar, index) => [bar.volume, 0, points[index]],
      spreadOf: (index) => points[index] / 10 ** series.decimals,
    });
  },
  (_, series, zone) =>
    simple('HistData', series, zone, {
      delimiter: ';',
      times: formatNamed('digits'),
      behind: () => [0],
      hasVolume: false,
    }),
  (chance, series, zone) => {
    const switched = chance.below(series.bars.length);
    const micro = chance.is(0.5)
      ? (index: number) => index >= switched
      : () => chance.is(0) || switched % 2 === 0;
    return {
      ...simple('Binance', series, zone, { times: formatNamed('milliseconds') }),
      cells: (bar, index) => {
        const zeros = micro(index) ? '000' : '';
        const nines = micro(index) ? '999' : '';
        const end = bar.time + series.interval_ms - 1;
        return [`${bar.time}${zeros}`, ...byPrice(bar), bar.volume, `${end}${nines}`, 0, 5, 1, 1, 0].map(
          String,
        );
      },
    };
  },
  (_, series) =>
    simple('Dukascopy', series, 'UTC', {
      header: 'Gmt time,Open,High,Low,Close,Volume',
      times: { ...formatNamed('day.month.year'), local: false },
    }),
  (chance, series, zone) =>
    simple('JForex', series, zone, {
      header: `Time (${{ UTC: 'GMT', 'Europe/Athens': 'EET' }[zone] ?? zone}),Open,High,Low,Close,Volume `,
      times: formatNamed(chance.pick(['dots', 'ISO'])),
    }),
  (chance, series, zone) =>
    simple('TradingView', series, zone, {
      header: 'time,open,high,low,close,Volume',
      times: formatNamed(chance.pick(['seconds', 'ISO with Z'])),
    }),
  (chance, series, zone) => {
    const [ticker, symbol] = chance.pick([
      ['AAPL', 'AAPL'],
      ['EURUSD=X', 'EURUSD'],
      ['BTC-USD', 'BTC-USD'],
    ]);
    const times = formatNamed('ISO with +00:00');
    return {
      ...simple('yfinance', series, zone, { times, symbol }),
      above: [
        ['Price', 'Close', 'High', 'Low', 'Open', 'Volume'],
        ['Ticker', ...Array.from({ length: 5 }, () => ticker)],
        ['Datetime', '', '', '', '', ''],
      ],
      cells: (bar) =>
        [...times.write(bar.time, zone), bar.close, bar.high, bar.low, bar.open, bar.volume].map(String),
    };
  },
  (_, series, zone) =>
    simple('Interactive Brokers', series, zone, {
      header: 'date,open,high,low,close,volume,average,barCount',
      times: formatNamed('two blanks'),
      behind: () => [-1, -1, -1],
      hasVolume: false,
    }),
  (_, series, zone) => {
    const times = formatNamed('nanoseconds');
    return {
      ...simple('Polygon', series, zone, { times, symbol: series.symbol }),
      above: ['ticker,volume,open,close,high,low,window_start,transactions'.split(',')],
      cells: (bar) =>
        [
          series.symbol,
          bar.volume,
          bar.open,
          bar.close,
          bar.high,
          bar.low,
          ...times.write(bar.time, zone),
          7,
        ].map(String),
    };
  },
  (_, series, zone) =>
    simple('Barchart', series, zone, {
      header: 'Time,Open,High,Low,Latest,Change,%Change,Volume',
      times: formatNamed('ISO to the minute'),
      behind: (bar) => ['0.1', '+0.01%', bar.volume],
      newestFirst: true,
      below: ['"Downloaded from Barchart.com as of 01-12-2024 04:21am CST"'],
    }),
  (_, series, zone) =>
    simple('MetaStock', series, zone, {
      header: '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>',
      times: formatNamed('date and time in digits'),
      before: [series.symbol, '5'],
      symbol: series.symbol,
    }),
  (_, series, zone) => {
    const [count, text] = [formatNamed('seconds'), formatNamed('ISO')];
    return {
      ...simple('CryptoDataDownload', series, zone, { times: count, newestFirst: true, symbol: 'BTCUSD' }),
      above: [['unix', 'date', 'symbol', 'open', 'high', 'low', 'close', 'Volume BTC']],
      cells: (bar) =>
        [
          ...count.write(bar.time, 'UTC'),
          ...text.write(bar.time, 'UTC'),
          'BTC/USD',
          ...byPrice(bar),
          bar.volume,
        ].map(String),
    };
  },
  (chance, series, zone) =>
    simple('pandas, index without a name', series, zone, {
      header: `${chance.pick(['', 'Unnamed: 0', 'index'])},Open,High,Low,Close,Volume`,
      times: formatNamed(chance.pick(['ISO', 'ISO with -05:00', 'ISO with +00:00'])),
      numbers: shortest,
    }),
  (chance, series, zone) => {
    const order = chance.shuffled(['Open', 'High', 'Low', 'Close', 'Volume'] as const);
    const times = formatNamed('ISO');
    return {
      ...simple('a header one name short', series, zone, { times, numbers: shortest }),
      above: [order],
      cells: (bar) => [
        ...times.write(bar.time, zone),
        ...order.map((name) =>
          String(
            { Open: bar.open, High: bar.high, Low: bar.low, Close: bar.close, Volume: bar.volume }[name],
          ),
        ),
      ],
    };
  },
  (chance, series, zone) => {
    const order = chance.shuffled(['t', 'o', 'h', 'l', 'c', 'v'] as const);
    const times = formatNamed(chance.pick(['milliseconds', 'seconds', 'ISO with Z']));
    return {
      ...simple('one-letter names', series, zone, { times }),
      above: [order],
      cells: (bar) =>
        order.map((name) =>
          String(
            {
              t: times.write(bar.time, zone)[0],
              o: bar.open,
              h: bar.high,
              l: bar.low,
              c: bar.close,
              v: bar.volume,
            }[name],
          ),
        ),
    };
  },
  (_, series, zone) =>
    simple('Date and Timestamp', series, zone, {
      header: 'Date,Timestamp,Open,High,Low,Close,Volume',
      times: {
        ...formatNamed('date and time'),
        write: (time, where) => {
          const [day, clock] = formatNamed('date and time').write(time, where);
          return [day.replaceAll('-', ''), clock];
        },
      },
    }),
];
