import { createRandom } from '../../../../../electron/engine/random.ts';
import type { Bar } from '../../../../../shared/market.ts';
import { minuteMs } from '../../../../../shared/market.ts';

/** Five-minute bars with prices of up to 17 digits, a weekend among them. */
export function seededBars(count: number, seed = 1): Bar[] {
  const random = createRandom(seed);
  let time = Date.UTC(2024, 0, 4, 20);
  let close = 1.1;
  return Array.from({ length: count }, () => {
    time += 5 * minuteMs;
    if (new Date(time).getUTCDay() === 6) time += 2 * 24 * 60 * minuteMs;
    const open = close;
    close = open * (1 + random.normal() * 0.0002);
    const high = Math.max(open, close) + random.next() * 0.0003;
    const low = Math.min(open, close) - random.next() * 0.0003;
    return { time, open, high, low, close, volume: 1 + random.int(500) };
  });
}

/** A bar's time as its parts, each with its leading zeros. */
function parts(time: number) {
  const [year, month, day, hour, minute, second] = new Date(time).toISOString().split(/[-T:.Z]/);
  return { year, month, day, hour, minute, second };
}

type Write = (bars: readonly Bar[]) => string;

/** What each program's export looks like. */
export const layouts: Readonly<Record<string, { readonly write: Write; readonly volume: boolean }>> = {
  'MetaTrader 4': {
    volume: true,
    write: rows((bar) => {
      const { year, month, day, hour, minute } = parts(bar.time);
      return [`${year}.${month}.${day}`, `${hour}:${minute}`, ...prices(bar), bar.volume].join(',');
    }),
  },
  'MetaTrader 5': {
    volume: true,
    write: rows((bar) => {
      const { year, month, day, hour, minute, second } = parts(bar.time);
      const time = [`${year}.${month}.${day}`, `${hour}:${minute}:${second}`];
      return [...time, ...prices(bar), bar.volume, 0, 3].join('\t');
    }, '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>'),
  },
  HistData: {
    volume: false,
    write: rows((bar) => {
      const { year, month, day, hour, minute, second } = parts(bar.time);
      return [`${year}${month}${day} ${hour}${minute}${second}`, ...prices(bar), 0].join(';');
    }),
  },
  Binance: {
    volume: true,
    write: rows((bar) => [bar.time, ...prices(bar), bar.volume, bar.time + 299_999, 0, 5, 1, 1, 0].join(',')),
  },
  Dukascopy: {
    volume: true,
    write: rows((bar) => {
      const { year, month, day, hour, minute, second } = parts(bar.time);
      return [`${day}.${month}.${year} ${hour}:${minute}:${second}.000`, ...prices(bar), bar.volume].join(
        ',',
      );
    }, 'Gmt time,Open,High,Low,Close,Volume'),
  },
  TradingView: {
    volume: false,
    write: rows((bar) => [iso(bar.time), ...prices(bar)].join(','), 'time,open,high,low,close'),
  },
};

export function prices({ open, high, low, close }: Bar): number[] {
  return [open, high, low, close];
}

export function iso(time: number): string {
  return new Date(time).toISOString().replace('.000', '');
}

/** e.g. "2024-01-04 20:05:00". */
export function plainTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

export function rows(line: (bar: Bar) => string, header?: string): Write {
  return (bars) => `${[...(header === undefined ? [] : [header]), ...bars.map(line)].join('\n')}\n`;
}
