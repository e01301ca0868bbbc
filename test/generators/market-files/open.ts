import type { Chance } from './chance.ts';
import { dateReadings } from './doubt.ts';
import type { MarketFile } from './expected.ts';
import { numberFormats } from './numbers.ts';
import { barsOf, fileOf, onHour, planFor } from './open-plan.ts';
import type { Plan } from './plan.ts';
import { makeSeries } from './series.ts';
import { severalTickers, wideTickers } from './tickers.ts';
import { formatNamed, timeFormats } from './times.ts';

const hour = 3_600_000;

/** A file that can be read in two ways, with the bars of each. */
export function openFile(chance: Chance): MarketFile {
  return chance.pick([
    oneDay,
    oneRepeatedHour,
    severalTickers,
    wideTickers,
    lonelyComma,
    minutesOrSeconds,
    unclearSpread,
  ])(chance);
}

/** All bars on one day: 08/01 is in January or in August, 08/01/02 on three days of three years. */
function oneDay(chance: Chance): MarketFile {
  for (;;) {
    const start = Date.UTC(chance.between(2001, 2027), chance.below(12), chance.between(1, 12));
    const times = chance.pick(timeFormats.filter(({ order }) => order !== null));
    const readings = dateReadings(times, start, 'UTC');
    if (readings.size < 2) continue;
    const interval = chance.pick([5, 15, 30]);
    const series = makeSeries(chance, { session: 'always', start, bars: 20, interval });
    const plan = planFor(chance, series, { times });
    const answers = [...readings].map(([order, midnight]) => [
      order,
      barsOf(plan, series).map((bar) => ({ ...bar, time: bar.time + midnight - start })),
    ]);
    return fileOf(chance, plan, series, 'date_order', Object.fromEntries(answers));
  }
}

/** An hour that clocks showed twice, of which the file has one. */
function oneRepeatedHour(chance: Chance): MarketFile {
  const zone = chance.pick(['America/New_York', 'Europe/Athens']);
  // 06:00 UTC on 3 November 2024 is the second 01:00 in New York, 01:00 UTC on 27 October the second 03:00 in Athens.
  const second = zone === 'America/New_York' ? Date.UTC(2024, 10, 3, 6) : Date.UTC(2024, 9, 27, 1);
  const interval = chance.pick([5, 15, 30, 60]);
  const series = makeSeries(chance, {
    session: 'always',
    start: second - 12 * hour,
    bars: (30 * 60) / interval,
    interval,
  });
  const dropsFirst = chance.is(0.5);
  const dropped = (time: number) =>
    dropsFirst ? time >= second - hour && time < second : time >= second && time < second + hour;
  const left = { ...series, phase_ms: 0, bars: onHour(series).filter(({ time }) => !dropped(time)) };
  const plan = planFor(chance, left, { times: formatNamed(chance.pick(['ISO', 'dots', 'digits'])), zone });
  const shifted = barsOf(plan, left).map((bar) => {
    const within = bar.time >= second - hour && bar.time < second + hour;
    return within ? { ...bar, time: bar.time + (dropsFirst ? -hour : hour) } : bar;
  });
  const right = barsOf(plan, left);
  const without = right.filter(({ time }) => time < second - hour || time >= second + hour);
  const file = fileOf(chance, plan, left, 'repeated_hour', {
    earlier: dropsFirst ? shifted : right,
    later: dropsFirst ? right : shifted,
    'leave-out': without,
  });
  return { ...file, options: { time_zone: zone } };
}

/** 150,123 is a price of three decimals, or one of six digits. */
function lonelyComma(chance: Chance): MarketFile {
  const series = makeSeries(chance, { session: 'forex', bars: 50, start: Date.UTC(2024, 0, 8) });
  const bars = series.bars.map((bar, index) => {
    const base = 150_000 + index * 7;
    return { ...bar, open: base, high: base + 9, low: base - 9, close: base + 4 };
  });
  const numbers = {
    ...numberFormats[0],
    name: 'a comma before three digits',
    comma: true,
    price: (value: number) => `${String(value).slice(0, 3)},${String(value).slice(3)}`,
  };
  const plan = { ...planFor(chance, series, { times: formatNamed('ISO') }), numbers };
  const own: Plan = {
    ...plan,
    cells: (bar, index) => [
      ...plan.times.write(bar.time, 'UTC'),
      ...[bar.open, bar.high, bar.low, bar.close].map((price) => numbers.price(price)),
      String(bar.volume + index * 0),
    ],
  };
  const small = (value: number) => Number(`${String(value).slice(0, 3)}.${String(value).slice(3)}`);
  return fileOf(chance, own, { ...series, bars }, 'decimal_mark', {
    thousands: bars,
    comma: bars.map((bar) => ({
      ...bar,
      open: small(bar.open),
      high: small(bar.high),
      low: small(bar.low),
      close: small(bar.close),
    })),
  });
}

/** Counts that are seconds of 1970 or minutes of our time. */
function minutesOrSeconds(chance: Chance): MarketFile {
  const series = makeSeries(chance, {
    session: 'always',
    start: Date.UTC(chance.between(2005, 2027), 4, 3),
    bars: 50,
    interval: 60,
  });
  const minutes = {
    ...formatNamed('seconds'),
    name: 'minutes',
    write: (time: number) => [String(time / 60_000)],
  };
  const whole = { ...series, phase_ms: 0, bars: onHour(series) };
  const plan = planFor(chance, whole, { times: minutes });
  const right = barsOf(plan, whole);
  return fileOf(chance, plan, whole, 'time_unit', {
    minutes: right,
    seconds: right.map((bar) => ({ ...bar, time: bar.time / 60 })),
  });
}

/** Whole numbers beside prices of some hundreds: dollars, or cents. */
function unclearSpread(chance: Chance): MarketFile {
  const series = makeSeries(chance, { session: 'stock', bars: 60, start: Date.UTC(2024, 0, 8) });
  const wide = {
    ...series,
    bars: onHour(series).map((bar, index) => {
      const base = 400 + index * 0.25;
      return { ...bar, open: base, high: base + 3, low: base - 3, close: base + 0.37 };
    }),
  };
  const plan = planFor(chance, wide, { times: formatNamed('ISO') });
  const spreads = wide.bars.map(() => chance.between(1, 3));
  const own: Plan = {
    ...plan,
    above: plan.above.map((names) => [...names, 'spread']),
    cells: (bar, index) => [...plan.cells(bar, index), String(spreads[index])],
  };
  const withSpread = (factor: number) =>
    barsOf(plan, wide).map((bar, index) => ({ ...bar, spread: spreads[index] / factor }));
  return fileOf(chance, own, wide, 'spread_unit', {
    price: withSpread(1),
    points: withSpread(100),
    none: barsOf(plan, wide),
  });
}
