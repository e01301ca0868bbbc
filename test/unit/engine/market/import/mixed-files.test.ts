import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourMs } from '../../../../../shared/market.ts';
import type { ImportFixture } from './import-fixture.ts';
import { createFixture } from './import-fixture.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const monday = Date.UTC(2024, 0, 8);
const fiveMinutes = 300_000;
const iso = (time: number) => new Date(time).toISOString();
const day = (time: number) => iso(time).slice(0, 10);
const clock = (time: number) => iso(time).slice(11, 19);
const hour = (index: number) => monday + index * hourMs;

/** Open, high, low and close of a price that goes on where the last bar ended. */
function prices(index: number, base = 1.1): readonly string[] {
  const at = (step: number) => base * (1 + 0.001 * Math.sin(step / 3));
  const [open, close] = [at(index), at(index + 1)];
  return [open, Math.max(open, close) + base / 1e4, Math.min(open, close) - base / 1e4, close].map((price) =>
    price.toFixed(5),
  );
}

function table(header: string, rows: number, row: (index: number) => readonly (string | number)[]): string {
  const lines = Array.from({ length: rows }, (_, index) => row(index).join(','));
  return [...(header === '' ? [] : [header]), ...lines].join('\n');
}

const names = 'time,open,high,low,close,volume';
const spaced = (times: readonly number[]) =>
  table(names, times.length, (index) => [iso(times[index]), ...prices(index), 7]);
const every = (step: number, count: number, from: number) =>
  Array.from({ length: count }, (_, index) => from + index * step);
/** Hourly bars of a session of seven hours on working days. */
const sessions = (days: number) =>
  every(24 * hourMs, days, monday)
    .filter((time) => ![0, 6].includes(new Date(time).getUTCDay()))
    .flatMap((time) => every(hourMs, 7, time + 14 * hourMs));

describe('bars of two lengths in one file', () => {
  const changes = {
    'hours, then five minutes': [...every(hourMs, 120, monday), ...every(fiveMinutes, 120, hour(120))],
    'five minutes, then hours': [...every(fiveMinutes, 1000, monday), ...every(hourMs, 40, hour(84))],
    'days, then hours': [...every(24 * hourMs, 30, monday), ...every(hourMs, 60, hour(30 * 24))],
    'a few of five minutes behind many hours': [
      ...every(hourMs, 1000, monday),
      ...every(fiveMinutes, 12, hour(1000)),
    ],
    'hours of a session, then five minutes': [...sessions(14), ...every(fiveMinutes, 300, hour(15 * 24))],
  };
  it.each(Object.entries(changes))('are refused, with the time of the change: %s', async (_, times) => {
    const { message } = await fixture.refusal('two lengths.csv', spaced(times));
    expect(message).toMatch(/most bars are .+ apart, but those from 2024-.+ are .+ apart\. Split the file/);
  });

  it('are not seen in hours of a session, nor in a thin market', async () => {
    expect(await fixture.inspect('sessions.csv', spaced(sessions(60)))).toMatchObject({
      interval_ms: hourMs,
      refused: 0,
    });
    let state = 1;
    const chance = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const thin = every(fiveMinutes, 6000, monday).filter(() => chance() < 0.4);
    expect(await fixture.inspect('thin.csv', spaced(thin))).toMatchObject({
      interval_ms: fiveMinutes,
      refused: 0,
    });
  });
});

describe('times', () => {
  const forms: Readonly<Record<string, (time: number) => string>> = {
    'of hours alone': (time) => `${day(time)} ${clock(time).slice(0, 2)}`,
    'of hours without a leading zero': (time) => `${day(time)} ${Number(clock(time).slice(0, 2))}`,
    'of hours in ISO 8601': (time) => `${day(time)}T${clock(time).slice(0, 2)}Z`,
    'with midnight at the end of the day': (time) =>
      clock(time) === '00:00:00' ? `${day(time - 1)}T24:00` : `${day(time)}T${clock(time).slice(0, 5)}`,
    'of the last millisecond of each bar': (time) => iso(time + hourMs - 1),
    'of the last second of each bar': (time) => String((time + hourMs) / 1000 - 1),
  };
  it.each(Object.entries(forms))('%s are those of the hours', async (_, write) => {
    const content = table(names, 72, (index) => [write(hour(index)), ...prices(index), 7]);
    const { preview, dataset } = await fixture.take('hours.csv', content, { symbol: symbolOf(write) });
    expect(preview).toMatchObject({ interval_ms: hourMs, phase_ms: 0, accepted: 72, refused: 0 });
    expect([...(await fixture.bars(dataset)).time]).toEqual(every(hourMs, 72, monday));
  });
  const symbolOf = (write: (time: number) => string) => `H${Object.values(forms).indexOf(write)}`;

  it('of the start go before those of the end', async () => {
    const content = table('timestamp,timeOpen,open,high,low,close,volume', 48, (index) => [
      iso(hour(index + 1) - 1),
      iso(hour(index)),
      ...prices(index),
      7,
    ]);
    expect((await fixture.inspect('ends.csv', content)).columns.time).toBe('timeOpen');
  });
});

describe('several markets in one file', () => {
  const stacked = (header: string, place: (bar: readonly string[], name: string) => readonly string[]) =>
    table(header, 96, (index) =>
      place(
        [iso(hour(index)), ...prices(index, index < 48 ? 1.1 : 127), '7'],
        index < 48 ? 'EURUSD' : 'USDJPY',
      ),
    );
  it.each([
    ['under a name that says nothing', `${names},foo`],
    ['under the name of a security', `${names},isin`],
    ['without a header', ''],
  ])('one after the other are asked about, %s', async (_, header) => {
    const content = stacked(header, (bar, name) => [...bar, name]);
    const { questions } = await fixture.inspect('stacked.csv', content);
    expect(questions).toMatchObject([{ id: 'ticker', answer: null }]);
    const one = await fixture.inspect('stacked.csv', content, { answers: { ticker: 'USDJPY' } });
    expect(one).toMatchObject({ accepted: 48, symbol: 'USDJPY', from: hour(48) });
  });

  it('may be one after all, where a word beside the bars changes once', async () => {
    const content = table(`${names},source`, 96, (index) => [
      iso(hour(index)),
      ...prices(index),
      7,
      index < 48 ? 'old feed' : 'new feed',
    ]);
    const options = { answers: { ticker: 'together' } };
    expect(await fixture.inspect('feeds.csv', content, options)).toMatchObject({ accepted: 96, tickers: [] });
  });

  it('are refused where they share their times and no column separates them', async () => {
    const content = table(names, 96, (index) => [
      iso(hour(Math.floor(index / 2))),
      ...prices(index, index % 2 === 0 ? 1.1 : 127),
      7,
    ]);
    expect((await fixture.refusal('nameless.csv', content)).message).toMatch(
      /48 of 96 rows .*several series, and no column separates them/,
    );
  });

  it('are told of where nothing but the price shows them', async () => {
    const content = table(names, 96, (index) => [
      iso(hour(index)),
      ...prices(index, index < 48 ? 1.1 : 127),
      7,
    ]);
    const { warnings } = await fixture.inspect('nameless.csv', content);
    expect(warnings.join()).toContain(
      '1 bar opens at a price far from the previous close, the first at 2024-01-10 00:00',
    );
  });

  it('are not suspected behind words that come and go', async () => {
    const content = table(`${names},trend`, 96, (index) => [
      iso(hour(index)),
      ...prices(index),
      7,
      index % 7 < 3 ? 'rising' : 'falling',
    ]);
    expect(await fixture.inspect('trend.csv', content)).toMatchObject({ questions: [], accepted: 96 });
  });

  it.each([
    ['the same names', 'open,high,low,close,volume'],
    ['the names that pandas makes of them', 'open.1,high.1,low.1,close.1,volume.1'],
  ])('side by side under %s are refused', async (_, second) => {
    const content = table(`${names},${second}`, 48, (index) => [
      iso(hour(index)),
      ...prices(index, 180),
      7,
      ...prices(index, 380),
      7,
    ]);
    expect((await fixture.refusal('beside.csv', content)).message).toContain(
      'Several columns are named "open"',
    );
  });

  it('give the bid where bid and ask stand side by side', async () => {
    const sides = ['Ask', 'Bid'].flatMap((side) =>
      ['Open', 'High', 'Low', 'Close'].map((name) => `${name} (${side})`),
    );
    const content = table(`time,${sides.join(',')}`, 48, (index) => [
      iso(hour(index)),
      ...prices(index, 1.2),
      ...prices(index, 1.1),
    ]);
    const { columns, sample } = await fixture.inspect('sides.csv', content);
    expect(columns).toMatchObject({ open: 'Open (Bid)', close: 'Close (Bid)' });
    expect(sample[0][1]).toBe(1.1);
  });

  it('leave an indicator that is named like a price aside', async () => {
    const content = table('time,open,high,low,close,MA,Close', 48, (index) => [
      iso(hour(index)),
      ...prices(index),
      1.2,
      1.3,
    ]);
    expect((await fixture.inspect('indicator.csv', content)).sample[0][4]).toBe(Number(prices(0)[3]));
  });
});

describe('columns whose order is not told', () => {
  const turned = (index: number) => {
    const [open, high, low, close] = prices(index);
    return [iso(hour(index)), close, high, low, open, 7];
  };
  it.each([
    ['with a digit', 'Aika,Loppu,Ylin,Alin,Avaus,MA20'],
    ['fewer than the fields', 'Loppu,Ylin,Alin,Avaus,Maara'],
  ])('because nobody knows their names, %s, are refused with these', async (_, header) => {
    const { message } = await fixture.refusal('unknown.csv', table(header, 48, turned));
    expect(message).toContain('Avaus');
  });

  it('without a header are refused where opens are closes', async () => {
    expect((await fixture.refusal('bare.csv', table('', 48, turned))).message).toContain(
      'close, high, low, open',
    );
    const right = table('', 48, (index) => [iso(hour(index)), ...prices(index), 7]);
    expect(await fixture.inspect('bare.csv', right)).toMatchObject({ accepted: 48 });
  });

  it('change in the middle of the file: refused with the line', async () => {
    const first = table(names, 24, (index) => [iso(hour(index)), ...prices(index), 7]);
    const second = table('time,close,high,low,open,volume', 24, (index) => turned(index + 24));
    expect((await fixture.refusal('two.csv', `${first}\n${second}`)).message).toContain(
      'line 26 is another header',
    );
    const again = table(names, 24, (index) => [iso(hour(index + 24)), ...prices(index + 24), 7]);
    expect(await fixture.inspect('two.csv', `${first}\n${again}`)).toMatchObject({
      accepted: 48,
      refused: 1,
    });
  });
});
