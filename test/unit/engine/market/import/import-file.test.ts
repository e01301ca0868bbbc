import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { barsFrom } from '../../../../../electron/engine/market/bars.ts';
import { importFile } from '../../../../../electron/engine/market/import/import-file.ts';
import { inspectFile } from '../../../../../electron/engine/market/import/inspect-file.ts';
import { resample } from '../../../../../electron/engine/market/resample.ts';
import type { Bar } from '../../../../../shared/market.ts';
import { hourMs } from '../../../../../shared/market.ts';
import { utcPeriods } from '../utc-periods.ts';
import { iso, layouts, plainTime, prices, rows, seededBars } from './broker-layouts.ts';
import type { ImportFixture } from './import-fixture.ts';
import { answerOf, createFixture, now, problemOf } from './import-fixture.ts';

let fixture: ImportFixture;
beforeEach(async () => {
  fixture = await createFixture();
});
afterEach(() => fixture.close());

const bars = seededBars(700);
const withoutVolume = bars.map((bar) => ({ ...bar, volume: 0 }));

describe('the six broker layouts', () => {
  it.each(Object.entries(layouts))('%s gives the bars to the last digit', async (name, { write, volume }) => {
    const report = await fixture.take('file.csv', write(bars));
    expect(report.preview).toMatchObject({
      layout: name,
      rows: 700,
      accepted: 700,
      refused: 0,
      duplicates: 0,
      unordered: 0,
      gaps: 0,
      interval_ms: 300_000,
      symbol: 'EURUSD',
    });
    expect(report.added).toBe(700);
    expect(await fixture.bars('EURUSD')).toMatchObject(barsFrom(volume ? bars : withoutVolume));
  });

  const folder = resolve(import.meta.dirname, '../../../../../../shared/data/brokers');
  const files = ['mt4', 'mt5', 'histdata', 'binance', 'dukascopy', 'tradingview'];
  it.skipIf(!existsSync(folder))('give the same prices from the reference files', async () => {
    for (const file of files) {
      const options = { symbol: file.toUpperCase(), time_zone: 'UTC' };
      const report = answerOf(await importFile(fixture.store, resolve(folder, `${file}.csv`), options));
      expect(report).toMatchObject({ added: 3000, preview: { refused: 0, duplicates: 0, gaps: 0 } });
    }
    const { volume: _, ...expected } = await fixture.bars('BINANCE');
    for (const file of files) expect(await fixture.bars(file.toUpperCase())).toMatchObject(expected);
    expect((await fixture.bars('DUKASCOPY')).volume).toEqual((await fixture.bars('BINANCE')).volume);
    expect((await fixture.bars('MT5')).volume).toEqual((await fixture.bars('MT4')).volume);
  });
});

describe('other tables', () => {
  const header = 'time,open,high,low,close,volume';
  const line = (time: (bar: Bar) => string | number, delimiter = ',') =>
    rows((bar) => [time(bar), ...prices(bar), bar.volume].join(delimiter), header.replaceAll(',', delimiter));

  it.each([
    ['epoch seconds', line((bar) => bar.time / 1000)],
    ['epoch milliseconds', line((bar) => bar.time)],
    ['epoch microseconds', line((bar) => bar.time * 1000)],
    ['ISO times with an offset', line((bar) => iso(bar.time + 2 * hourMs).replace('Z', '+02:00'))],
    ['plain times', line((bar) => plainTime(bar.time))],
    ['semicolons', line((bar) => plainTime(bar.time), ';')],
    ['bars between fields', line((bar) => plainTime(bar.time), '|')],
    ['tabs', line((bar) => plainTime(bar.time), '\t')],
    ['a byte order mark', (list: Bar[]) => `\uFEFF${line((bar) => plainTime(bar.time))(list)}`],
    ['Windows line ends', (list: Bar[]) => line((bar) => bar.time)(list).replaceAll('\n', '\r\n')],
    [
      'line ends of both kinds',
      (list: Bar[]) => line((bar) => bar.time)(list).replace(/\n/g, (end, at) => (at % 3 ? end : '\r\n')),
    ],
    ['no line end at the end', (list: Bar[]) => line((bar) => bar.time)(list).trimEnd()],
    ['blank lines', (list: Bar[]) => line((bar) => bar.time)(list).replaceAll('\n', '\n\n')],
    ['UTF-16', (list: Bar[]) => Buffer.from(`\uFEFF${line((bar) => bar.time)(list)}`, 'utf16le')],
    ['quoted fields', (list: Bar[]) => line((bar) => plainTime(bar.time))(list).replace(/[^,\n]+/g, '"$&"')],
    ['a comment above the header', (list: Bar[]) => `# exported\n${line((bar) => bar.time)(list)}`],
    [
      'a time that holds the delimiter, in quotes',
      line((bar) => `"${plainTime(bar.time).replace(/(....)-(..)-(..) /, '$3/$2/$1, ')}"`),
    ],
    ['decimal commas', (list: Bar[]) => line((bar) => bar.time, ';')(list).replaceAll('.', ',')],
    [
      'unix, date and symbol columns',
      rows(
        (bar) => [bar.time / 1000, plainTime(bar.time), 'EUR_USD', ...prices(bar), bar.volume].join(','),
        'unix,date,symbol,open,high,low,close,Volume EUR',
      ),
    ],
    [
      'times of twelve hours',
      line((bar) => {
        const date = new Date(bar.time);
        const hour = date.getUTCHours();
        return `${plainTime(bar.time).replace(/(....)-(..)-(..) .*/, '$2/$3/$1')} ${hour % 12 || 12}:${plainTime(bar.time).slice(14)} ${hour < 12 ? 'AM' : 'PM'}`;
      }),
    ],
  ] as const)('with %s are read', async (_, write) => {
    const many = seededBars(4000);
    const report = await fixture.take('file.csv', write(many));
    expect(report.preview).toMatchObject({ refused_rows: [], accepted: 4000, unordered: 0 });
    expect(await fixture.bars('EURUSD')).toEqual(barsFrom(many));
  });

  it('with day and month that nothing tells apart ask which comes first, and are read as answered', async () => {
    const few = bars.slice(0, 20);
    const american = line((bar) => plainTime(bar.time).replace(/(....)-(..)-(..)/, '$2/$3/$1'));
    const preview = await fixture.inspect('file.csv', american(few));
    expect(preview.questions).toMatchObject([
      { id: 'date_order', answer: null, choices: [{ value: 'month-first' }, { value: 'day-first' }] },
    ]);
    const path = await fixture.write('file.csv', american(few));
    const options = { symbol: 'EURUSD', time_zone: 'UTC' };
    const refused = problemOf(await importFile(fixture.store, path, options, { now }));
    expect(refused).toMatchObject({ code: 'conflict', details: [{ path: 'options.answers.date_order' }] });
    expect(refused.message).toMatch(/date_order=month-first .*date_order=day-first/);
    for (const [answer, from] of [
      ['month-first', few[0].time],
      ['day-first', Date.UTC(2024, 3, 1, 20, 5)],
    ] as const) {
      const read = await fixture.inspect('file.csv', american(few), { answers: { date_order: answer } });
      expect(read).toMatchObject({ from, questions: [{ answer }] });
    }
  });

  it.each(['.', '/'])('with one row of another age have their days and months told apart (%s)', async (s) => {
    const twoDays = [9, 10].flatMap((day) =>
      bars.slice(0, 60).map((bar, i) => ({ ...bar, time: Date.UTC(2012, 9, day, 14) + i * 300_000 })),
    );
    const text = line((bar) => plainTime(bar.time).replace(/(....)-(..)-(..)/, `$3${s}$2${s}$1`))(twoDays);
    const misdated = text.replace(`10${s}10${s}2012 16:00`, `13${s}10${s}2003 16:00`);
    expect(await fixture.inspect('file.csv', misdated)).toMatchObject({
      questions: [],
      accepted: 119,
      from: twoDays[0].time,
      to: twoDays[119].time,
      refused_rows: [{ reason: 'the time is far from that of every other bar' }],
    });
  });

  it('with the month behind the day behind the year are understood by all their days, not by the first', async () => {
    // The first 288 rows are all of 2 January: alone they could as well be of 1 February.
    const days = Array.from({ length: 4 * 288 }, (_, i) => ({
      ...bars[i % 288],
      time: Date.UTC(2024, 0, 2) + i * 300_000,
    }));
    const written = line((bar) => plainTime(bar.time).replace(/(....)-(..)-(..)/, '$1-$3-$2'))(days);
    expect(await fixture.inspect('file.csv', written)).toMatchObject({
      questions: [],
      accepted: 1152,
      gaps: 0,
      from: days[0].time,
      to: days[1151].time,
    });
  });

  it('tell what was understood', async () => {
    const preview = await fixture.inspect('GBPUSD_M5.csv', line((bar) => plainTime(bar.time), ';')(bars));
    expect(preview).toMatchObject({
      file_name: 'GBPUSD_M5.csv',
      format: 'csv',
      layout: 'CSV with header',
      delimiter: ';',
      has_header: true,
      columns: { time: 'time', open: 'open', volume: 'volume' },
      ignored_columns: [],
      time_format: 'local',
      questions: [],
      phase_ms: 0,
      time_pattern: '%Y-%m-%d %H:%M:%S',
      time_zone: 'UTC',
      symbol: 'GBPUSD',
      from: bars[0].time,
      to: bars[699].time,
      warnings: ['The file does not say its time zone: times are read as UTC.'],
    });
    expect(preview.sample[0]).toEqual([bars[0].time, ...prices(bars[0]), bars[0].volume]);
  });

  it('count pauses, weekends not among them', async () => {
    const { gaps } = await fixture.inspect(
      'a.csv',
      line((bar) => bar.time)([...bars.slice(0, 20), ...bars.slice(22)]),
    );
    expect(gaps).toBe(1);
  });
});

describe('local times of a chosen zone', () => {
  const local = (times: readonly string[]) =>
    ['time,open,high,low,close', ...times.map((time) => `${time},1,2,0.5,1.5`)].join('\n');
  const hours = (day: string, list: readonly number[]) =>
    list.map((hour) => `${day} ${String(hour).padStart(2, '0')}:00`);

  it('become UTC, in summer and in winter', async () => {
    const times = [...hours('2024-01-10', [1, 2, 3]), ...hours('2024-07-10', [1, 2, 3])];
    await fixture.take('a.csv', local(times), { time_zone: 'Europe/Athens' });
    const { time } = await fixture.bars('EURUSD');
    expect([...time].map(iso)).toEqual([
      '2024-01-09T23:00:00Z',
      '2024-01-10T00:00:00Z',
      '2024-01-10T01:00:00Z',
      '2024-07-09T22:00:00Z',
      '2024-07-09T23:00:00Z',
      '2024-07-10T00:00:00Z',
    ]);
  });

  it('that clocks were set forward over are refused', async () => {
    const preview = await fixture.inspect('a.csv', local(hours('2024-03-10', [0, 1, 2, 3, 4])), {
      time_zone: 'America/New_York',
    });
    expect(preview).toMatchObject({ accepted: 4, refused: 1, gaps: 0, refused_rows: [{ line: 4 }] });
    expect(preview.refused_rows[0].reason).toContain('does not exist');
  });

  it('that occur twice in a newest-first file are the later moment first and the earlier one second', async () => {
    // Each row has its own open, so that exchanged hours would show.
    const newestFirst = ['2024-11-03 03:00', '2024-11-03 02:00', '2024-11-03 01:30', '2024-11-03 01:00'];
    const rows = [
      ...newestFirst,
      '2024-11-03 01:30',
      '2024-11-03 01:00',
      '2024-11-03 00:30',
      '2024-11-03 00:00',
    ];
    const table = ['time,open,high,low,close', ...rows.map((time, i) => `${time},1.${i},2,0.5,1.5`)].join(
      '\n',
    );
    await fixture.take('a.csv', table, { time_zone: 'America/New_York' });
    const { time, open } = await fixture.bars('EURUSD');
    expect([...time].map((at, i) => `${iso(at).slice(11, 16)} ${open[i]}`)).toEqual([
      '04:00 1.7',
      '04:30 1.6',
      '05:00 1.5',
      '05:30 1.4',
      '06:00 1.3',
      '06:30 1.2',
      '07:00 1.1',
      '08:00 1',
    ]);
  });

  it('that occur twice are the earlier moment first and the later one second', async () => {
    const report = await fixture.take('a.csv', local(hours('2024-11-03', [0, 1, 1, 2, 3])), {
      time_zone: 'America/New_York',
    });
    expect(report.preview).toMatchObject({ accepted: 5, duplicates: 0, gaps: 0 });
    expect(report.preview.warnings.join()).toContain('occur twice');
    expect([...(await fixture.bars('EURUSD')).time].map((time) => new Date(time).getUTCHours())).toEqual([
      4, 5, 6, 7, 8,
    ]);
  });

  it('need a zone that exists', async () => {
    expect(
      await fixture.refusal('a.csv', local(hours('2024-11-03', [0, 1])), { time_zone: 'Mars/Base' }),
    ).toMatchObject({
      code: 'invalid',
      details: [{ path: 'options.time_zone' }],
    });
  });
});

describe('a second import', () => {
  const csv = layouts.Binance.write;

  it('adds what is new, keeps what is stored, and counts both', async () => {
    await fixture.take('a.csv', csv(bars.slice(0, 400)));
    const changed = bars.slice(300).map((bar, index) => (index < 7 ? { ...bar, high: bar.high + 1 } : bar));
    const report = await fixture.take('b.csv', csv(changed));
    expect(report).toMatchObject({ added: 300, already_stored: 100, conflicting: 7 });
    expect(await fixture.bars('EURUSD')).toEqual(barsFrom(bars));
  });

  it('may bring older bars', async () => {
    await fixture.take('b.csv', csv(bars.slice(300)));
    expect(await fixture.take('a.csv', csv(bars.slice(0, 300)))).toMatchObject({
      added: 300,
      already_stored: 0,
    });
    expect(await fixture.bars('EURUSD')).toEqual(barsFrom(bars));
    const hours = answerOf(await fixture.store.loadBars('EURUSD'))['1H'];
    expect(hours).toEqual(resample(barsFrom(bars), '1H', 300_000, utcPeriods));
  });

  it('with another spacing is refused and changes nothing', async () => {
    await fixture.take('a.csv', csv(bars));
    const hourly = Array.from({ length: 20 }, (_, index) => ({
      ...bars[0],
      time: Date.UTC(2024, 0, 8) + index * hourMs,
    }));
    const path = await fixture.write('b.csv', csv(hourly));
    const problem = problemOf(await importFile(fixture.store, path, { symbol: 'EURUSD', time_zone: 'UTC' }));
    expect(problem).toMatchObject({ code: 'conflict' });
    expect(problem.message).toMatch(/5 minutes.*1 hour/);
    expect(await fixture.bars('EURUSD')).toEqual(barsFrom(bars));
  });

  const steps = ['Reading the file', 'Checking every row', 'Storing the bars'];
  it.each([
    ['faultless file', csv(seededBars(60_000)), steps],
    ['file with a bad row', `${csv(seededBars(60_000))}bad`, [...steps, 'Reading times and prices']],
  ])('of a %s that is cancelled leaves nothing, at whichever step', async (_, content, steps) => {
    const path = await fixture.write('big.csv', content);
    for (const step of steps) {
      const cancel = new AbortController();
      const report = (_: number, message: string) => message === step && cancel.abort();
      const options = { symbol: 'EURUSD', time_zone: 'UTC' };
      const imported = await importFile(fixture.store, path, options, { signal: cancel.signal, report });
      expect(imported).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
      expect(await fixture.store.datasets()).toEqual([]);
    }
    expect(await fixture.take('big.csv', content)).toMatchObject({ added: 60_000 });
  });

  it('gives the same bars whether or not a bad row has it read line by line', async () => {
    for (const [name, { write }] of Object.entries(layouts)) {
      await fixture.take('clean.csv', write(bars), { symbol: 'CLEAN' });
      const report = await fixture.take('bad.csv', `${write(bars)}bad`, { symbol: 'BAD' });
      expect(report.preview).toMatchObject({ layout: name, accepted: 700, refused: 1 });
      expect(await fixture.bars('BAD')).toEqual(await fixture.bars('CLEAN'));
      await fixture.store.removeDataset('CLEAN');
      await fixture.store.removeDataset('BAD');
    }
  });
});

describe('Parquet', () => {
  it('gives the same bars as CSV, from timestamps and from epochs', async () => {
    const csv = await fixture.write(
      'a.csv',
      rows(
        (bar) => [plainTime(bar.time), ...prices(bar), bar.volume].join(','),
        'time,open,high,low,close,volume',
      )(bars),
    );
    const path = `${fixture.folder}/a.parquet`;
    for (const time of [
      'time',
      'epoch_ms(time)',
      'time::TIMESTAMPTZ',
      'time::TIMESTAMP_NS',
      'time::VARCHAR',
    ]) {
      await fixture.store.database.work((connection) =>
        connection.run(
          `COPY (SELECT * REPLACE (${time} AS time) FROM read_csv('${csv}')) TO '${path}' (FORMAT parquet)`,
        ),
      );
      const symbol = `S${time.length}`;
      const report = answerOf(await importFile(fixture.store, path, { symbol, time_zone: 'UTC' }));
      expect(report.preview).toMatchObject({
        format: 'parquet',
        layout: 'Parquet',
        accepted: 700,
        refused: 0,
      });
      expect(await fixture.bars(symbol)).toEqual(barsFrom(bars));
    }
  });

  const real = resolve(import.meta.dirname, '../../../../../../shared/data/EURUSD_5min.parquet');
  it.skipIf(!existsSync(real))('of six real years gives 448,586 bars and 37,396 hours', async () => {
    const preview = answerOf(await inspectFile(fixture.store.database, real, {}));
    expect(preview).toMatchObject({ symbol: 'EURUSD', accepted: 448_586, refused: 0 });
    answerOf(await importFile(fixture.store, real, { symbol: 'EURUSD', time_zone: 'UTC' }));
    expect(answerOf(await fixture.store.loadBars('EURUSD'))['1H'].time).toHaveLength(37_396);
  });
});
