import { describe, expect, it } from 'vitest';
import { splitLine } from '../../../../../electron/engine/market/import/layout/grid.ts';
import { detectLayout } from '../../../../../electron/engine/market/import/layout/layout.ts';
import { layouts } from '../../../../../electron/engine/market/import/layout/layouts.ts';
import { symbolFromFileName } from '../../../../../electron/engine/market/import/symbol-name.ts';
import { knownTimes } from '../../../../../electron/engine/market/import/times/known-times.ts';
import { findTimeReadings } from '../../../../../electron/engine/market/import/times/time-reading.ts';
import { isTimeZone, zoneSegments } from '../../../../../electron/engine/market/import/times/time-zone.ts';
import { importOptionsSchema } from '../../../../../shared/imports.ts';
import { hourMs } from '../../../../../shared/market.ts';

describe('detectLayout', () => {
  it('finds columns by name, whatever their order and case', () => {
    expect(
      detectLayout(['Close;LOW;High;Open;Vol;Date;Time', '1,5;1;2;1,5;7;2024.01.08;10:00']),
    ).toMatchObject({
      value: {
        delimiter: ';',
        header_line: 1,
        places: { time: [5, 6], open: 3, high: 2, low: 1, close: 0, volume: 4 },
      },
    });
  });

  it('takes the first line for data when it is none of names, however broken it is', () => {
    expect(
      detectLayout(['a,b,1,d,e,f', '1704400000000,1,2,0.5,1.5,7', '1704400300000,1,2,0.5,1.5,7']),
    ).toMatchObject({
      value: { header_line: 0, names: null, places: { time: [0], open: 1, volume: 5 } },
    });
  });

  it('refuses names that it does not know: nothing tells which column is which', () => {
    const answer = detectLayout([
      'Ajo,Avaus,Ylin,Alin,Loppu',
      '2024-01-08 10:00,1,2,0.5,1.5',
      '2024-01-08 10:05,1,2,0.5,1.5',
    ]);
    expect(answer).toMatchObject({ ok: false, problem: { message: expect.stringContaining('Avaus') } });
  });

  it('names what a header lacks', () => {
    const answer = detectLayout(['time,open,high,close,volume', '2024-01-08,1,2,1.5,7']);
    expect(answer).toMatchObject({ ok: false, problem: { message: expect.stringContaining('low') } });
  });

  it('keeps a delimiter inside quotes', () => {
    expect(splitLine('"a,b", c ,"d"', ',', '"')).toEqual(['a,b', 'c', 'd']);
  });
});

describe('findTimeReadings', () => {
  it.each([
    ['1704400000', 'epoch', 'seconds since 1970'],
    ['1704400000.0', 'epoch', 'seconds since 1970'],
    ['1704400000000', 'epoch', 'milliseconds since 1970'],
    ['1704400000000000', 'epoch', 'microseconds since 1970'],
    ['1704400000000000000', 'epoch', 'nanoseconds since 1970'],
    ['20240108100000', 'local', '%Y%m%d%H%M%S'],
    ['20240108 100000', 'local', '%Y%m%d %H%M%S'],
    ['2024-01-08T10:00:00Z', 'offset', '%Y-%m-%dT%H:%M:%SZ'],
    ['2024-01-08 10:00:00+0200', 'offset', '%Y-%m-%d %H:%M:%S%z'],
    ['2024-01-08T10:00:00.0000000', 'local', '%Y-%m-%dT%H:%M:%S.%f'],
    ['20240108  10:00:00', 'local', '%Y%m%d  %H:%M:%S'],
    ['20240108 10:00:00 US/Eastern', 'local', '%Y%m%d %H:%M:%S US/Eastern'],
    ['08-Jan-2024 10:00', 'local', '%d-%b-%Y %H:%M'],
    ['Jan 08, 2024 10:00', 'local', '%b %d, %Y %H:%M'],
    ['08.01.2024 10:00:00.000 GMT+0200', 'offset', '%d.%m.%Y %H:%M:%S.%f GMT%z'],
    ['2024-01-08T10:00:00', 'local', '%Y-%m-%dT%H:%M:%S'],
    ['2024.01.08 10:00', 'local', '%Y.%m.%d %H:%M'],
    ['08.01.2024 10:00:00.000', 'local', '%d.%m.%Y %H:%M:%S.%f'],
    ['01/31/2024 10:00 PM', 'local', '%m/%d/%Y %I:%M %p'],
    ['2024-01-08', 'local', '%Y-%m-%d'],
  ])('%s is %s, %s', (text, format, pattern) => {
    const found = findTimeReadings([text]);
    expect(found.ok && found.value.readings[0]).toMatchObject({ format, pattern });
  });

  it('leaves day and month in numbers to be decided by all rows', () => {
    expect(findTimeReadings(['01/02/2024 10:00', '02/02/2024 10:00'])).toMatchObject({
      value: { question: 'date_order', readings: [{ value: 'month-first' }, { value: 'day-first' }] },
    });
  });

  it('refuses what it does not know, with the known ones', () => {
    expect(findTimeReadings(['noon'])).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('ISO 8601') },
    });
  });
});

describe('what the documentation promises', () => {
  it.each(layouts.map(({ name, example }) => [name, example] as const))(
    '%s is known by its example',
    (name, example) => {
      expect(detectLayout(example.split('\n'))).toMatchObject({ ok: true, value: { name } });
    },
  );

  it.each(knownTimes.map(({ example }) => example))('%s is a time', (example) => {
    expect(findTimeReadings([example])).toMatchObject({ ok: true });
  });
});

describe('zoneSegments', () => {
  it('has a gap in spring and a repeated hour in autumn', () => {
    const year = zoneSegments('Europe/Berlin', Date.UTC(2024, 0, 1), Date.UTC(2024, 11, 31));
    expect(year.slice(1)).toEqual([
      { local_from: Date.UTC(2024, 2, 31, 2), shift: hourMs, kind: 'gap', later_shift: hourMs },
      { local_from: Date.UTC(2024, 2, 31, 3), shift: 2 * hourMs, kind: 'plain', later_shift: 2 * hourMs },
      { local_from: Date.UTC(2024, 9, 27, 2), shift: 2 * hourMs, kind: 'twice', later_shift: hourMs },
      { local_from: Date.UTC(2024, 9, 27, 3), shift: hourMs, kind: 'plain', later_shift: hourMs },
    ]);
  });

  it('is one segment where clocks do not change', () => {
    expect(zoneSegments('Etc/GMT+5', 0, Date.UTC(2024, 0, 1))).toHaveLength(1);
    expect(isTimeZone('Europe/Athens')).toBe(true);
    expect(isTimeZone("x'; DROP TABLE bars")).toBe(false);
  });
});

it.each([
  ['EURUSD_5min.parquet', 'EURUSD'],
  ['EURUSD_2020-01_raw.csv', 'EURUSD'],
  ['DAT_ASCII_EURUSD_M1_2020.csv', 'EURUSD'],
  ['eurusd.csv', 'EURUSD'],
  ['BTCUSDT-5m-2024-01.csv', 'BTCUSDT'],
  ['BTCUSDT-1h-2025-01.csv', 'BTCUSDT'],
  ['BTC-USD.csv', 'BTC-USD'],
  ['AAPL_5min.csv', 'AAPL'],
  ['BRK.B_5min.csv', 'BRK.B'],
  ['EURUSD_Candlestick_5_M_BID_01.01.2020-31.12.2020.csv', 'EURUSD'],
  ['EURUSDm_M15_202401080000_202401082345.csv', 'EURUSDm'],
  ['eurusdm.csv', 'EURUSDm'],
  ['EURUSD.r_M5.csv', 'EURUSD.r'],
  ['USDJPY.pro_H1.csv', 'USDJPY.pro'],
  ['XAUUSDc_H1.csv', 'XAUUSDc'],
  ['XAUUSD_H1.csv', 'XAUUSD'],
  ['XAU_USD_H1.csv', 'XAUUSD'],
  ['NASDAQ_AAPL, 60.csv', 'AAPL'],
  ['KRAKEN_XBTUSD, 60.csv', 'XBTUSD'],
  ['OANDA_EURUSD, 60_a1b2c.csv', 'EURUSD'],
  ['Gemini_BTCUSD_1h.csv', 'BTCUSD'],
  ['BITGET_BTCUSDT.P, 5.csv', 'BTCUSDT.P'],
  ['EUR_USD_H1.csv', 'EURUSD'],
  ['EUR-USD_M5.csv', 'EURUSD'],
  ['BTC_USDT-1h.csv', 'BTCUSDT'],
  ['GBPUSD5.csv', 'GBPUSD'],
  ['EURUSD=X.csv', 'EURUSD'],
  ['^GSPC.csv', 'GSPC'],
  ['copy of EURUSD (1).csv', 'EURUSD'],
  ['1000PEPEUSDT-5m.csv', '1000PEPEUSDT'],
  ['2024.csv', '2024'],
  ['___.csv', 'IMPORTED'],
])('%s speaks of %s', (name, symbol) => {
  expect(symbolFromFileName(name)).toBe(symbol);
  expect(importOptionsSchema.shape.symbol.parse(symbol)).toBe(symbol);
});
