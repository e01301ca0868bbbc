import { describe, expect, it } from 'vitest';
import { detectLayout, splitLine } from '../../../../../electron/engine/market/import/layout.ts';
import { symbolFromFileName } from '../../../../../electron/engine/market/import/symbol-name.ts';
import { detectTimeFormat } from '../../../../../electron/engine/market/import/time-format.ts';
import { isTimeZone, zoneSegments } from '../../../../../electron/engine/market/import/time-zone.ts';
import { hourMs } from '../../../../../shared/market.ts';

describe('detectLayout', () => {
  it('finds columns by name, whatever their order and case', () => {
    expect(
      detectLayout(['Close;LOW;High;Open;Vol;Date;Time', '1,5;1;2;1,5;7;2024.01.08;10:00']),
    ).toMatchObject({
      value: {
        delimiter: ';',
        header_line: 1,
        decimal_comma: true,
        places: { time: [5, 6], open: 3, high: 2, low: 1, close: 0, volume: 4 },
      },
    });
  });

  it('takes the first line for data when it names no column, however broken it is', () => {
    expect(
      detectLayout(['a,b,c,d,e,f', '1704400000000,1,2,0.5,1.5,7', '1704400300000,1,2,0.5,1.5,7']),
    ).toMatchObject({
      value: { header_line: 0, names: null, places: { time: [0], open: 1, volume: 5 } },
    });
  });

  it('names what a header lacks', () => {
    const answer = detectLayout(['time,open,high,close,volume', '2024-01-08,1,2,1.5,7']);
    expect(answer).toMatchObject({ ok: false, problem: { message: expect.stringContaining('low') } });
  });

  it('keeps a delimiter inside quotes', () => {
    expect(splitLine('"a,b", c ,"d"', ',', true)).toEqual(['a,b', 'c', 'd']);
  });
});

describe('detectTimeFormat', () => {
  it.each([
    ['1704400000', 'epoch-s', 'seconds since 1970'],
    ['1704400000.0', 'epoch-s', 'seconds since 1970'],
    ['1704400000000', 'epoch-ms', 'milliseconds since 1970'],
    ['1704400000000000', 'epoch-us', 'microseconds since 1970'],
    ['20240108100000', 'local', '%Y%m%d%H%M%S'],
    ['20240108 100000', 'local', '%Y%m%d %H%M%S'],
    ['2024-01-08T10:00:00Z', 'offset', 'ISO 8601 with offset'],
    ['2024-01-08 10:00:00+0200', 'offset', 'ISO 8601 with offset'],
    ['08.01.2024 10:00:00.000 GMT+0200', 'offset', '%d.%m.%Y %H:%M:%S.%f GMT%z'],
    ['2024-01-08T10:00:00', 'local', '%Y-%m-%dT%H:%M:%S'],
    ['2024.01.08 10:00', 'local', '%Y.%m.%d %H:%M'],
    ['08.01.2024 10:00:00.000', 'local', '%d.%m.%Y %H:%M:%S.%f'],
    ['31/01/2024 10:00', 'local', '%d/%m/%Y %H:%M'],
    ['01/31/2024 10:00 PM', 'local', '%m/%d/%Y %I:%M %p'],
    ['2024-01-08', 'local', '%Y-%m-%d'],
  ])('%s is %s, %s', (text, format, pattern) => {
    expect(detectTimeFormat([text])).toEqual({ ok: true, value: { format, pattern, warning: null } });
  });

  it('decides day and month by all of the examples', () => {
    expect(detectTimeFormat(['01/02/2024 10:00', '02/02/2024 10:00', '13/02/2024 10:00'])).toMatchObject({
      value: { pattern: '%d/%m/%Y %H:%M', warning: null },
    });
  });

  it('refuses what it does not know, with the known ones', () => {
    expect(detectTimeFormat(['noon'])).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('ISO 8601') },
    });
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
  ['BTCUSDT-5m-2024-01.csv', 'BTCUSDT-5M-2024-01'],
  ['BTC-USD.csv', 'BTC-USD'],
  ['AAPL_5min.csv', 'AAPL'],
  ['EURUSD_Candlestick_5_M_BID_01.01.2020-31.12.2020.csv', 'EURUSD'],
  ['2024.csv', '2024'],
  ['___.csv', 'IMPORTED'],
])('%s speaks of %s', (name, symbol) => {
  expect(symbolFromFileName(name)).toBe(symbol);
});
