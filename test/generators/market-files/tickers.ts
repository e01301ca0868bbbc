import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';
import { asText, meantBar } from './defects.ts';
import type { MarketFile } from './expected.ts';
import { onHour, planFor } from './open-plan.ts';
import type { Plan } from './plan.ts';
import { makeSeries } from './series.ts';
import { formatNamed } from './times.ts';

/** Two markets in one table, one after the other or in turns. */
export function severalTickers(chance: Chance): MarketFile {
  const start = Date.UTC(2024, 0, 8);
  const series = makeSeries(chance, { session: 'forex', start, bars: 60 });
  const second = makeSeries(chance, {
    session: 'always',
    start,
    bars: 40,
    interval: series.interval_ms / 60_000,
  });
  const tickers = chance.pick([
    ['EURUSD', 'GBPUSD'],
    ['AAPL', 'MSFT'],
  ]);
  const named = chance.pick(['symbol', 'ticker', 'Instrument', 'side']);
  const plan = planFor(chance, series, { times: formatNamed('ISO') });
  const behind = (ticker: string, planned: Plan) => (bar: Bar, index: number) => [
    ...planned.cells(bar, index),
    ticker,
  ];
  const secondPlan = planFor(chance, second, { times: formatNamed('ISO') });
  const first = onHour(series).map((bar, index) => ({
    time: bar.time,
    cells: behind(tickers[0], plan)(bar, index),
  }));
  const other = onHour(second).map((bar, index) => ({
    time: bar.time,
    cells: behind(tickers[1], secondPlan)(bar, index),
  }));
  const rows = [...first, ...other];
  if (chance.is(0.5)) rows.sort((a, b) => a.time - b.time);
  const { content } = asText(
    chance,
    { ...plan, above: plan.above.map((names) => [...names, named]) },
    rows.map(({ cells }) => cells),
  );
  return {
    name: 'several.csv',
    content,
    options: {},
    about: `two tickers in the column ${named}`,
    expected: {
      kind: 'question',
      id: 'ticker',
      answers: {
        [tickers[0]]: onHour(series).map((bar, index) => meantBar(plan, bar, index)),
        [tickers[1]]: onHour(second).map((bar, index) => meantBar(plan, bar, index)),
      },
    },
  };
}

/** Two markets side by side, as yfinance writes them: a line of names, one of tickers, one with the name of the time. */
export function wideTickers(chance: Chance): MarketFile {
  const tickers = chance.pick([
    ['AAPL', 'MSFT'],
    ['EURUSD=X', 'BTC-USD'],
  ]);
  const start = Date.UTC(2024, 0, 8);
  const one = makeSeries(chance, { session: 'always', start, bars: 60 });
  const other = makeSeries(chance, {
    session: 'always',
    start,
    bars: 60,
    interval: one.interval_ms / 60_000,
  });
  // One has bars where the other has none.
  const [first, second] = [onHour(one), onHour(other).filter((_, index) => index < 20 || index > 25)];
  const names = ['Close', 'High', 'Low', 'Open', 'Volume'] as const;
  const cell = (bar: Bar | undefined, name: (typeof names)[number]) =>
    bar
      ? String({ Close: bar.close, High: bar.high, Low: bar.low, Open: bar.open, Volume: bar.volume }[name])
      : '';
  const rows = first.map((bar) => {
    const beside = second.find(({ time }) => time === bar.time);
    const time = new Date(bar.time).toISOString().replace('T', ' ').replace('.000Z', '+00:00');
    return [time, ...names.flatMap((name) => [cell(bar, name), cell(beside, name)])];
  });
  const lines = [
    ['Price', ...names.flatMap((name) => [name, name])],
    ['Ticker', ...names.flatMap(() => tickers)],
    ['Datetime', ...names.flatMap(() => ['', ''])],
    ...rows,
  ];
  return {
    name: 'wide.csv',
    content: `${lines.map((cells) => cells.join(',')).join('\n')}\n`,
    options: {},
    about: 'two tickers side by side',
    expected: { kind: 'question', id: 'ticker', answers: { [tickers[0]]: first, [tickers[1]]: second } },
  };
}
