import { featureDefinitions } from '../../../electron/engine/features/definitions.ts';
import { type Timeframe, timeframes } from '../../../shared/market.ts';

/** docs/features.md, made from the table of features. */
export function featuresGuide(): string {
  return [opening, ...timeframes.map(section)].join('\n');
}

const names: Readonly<Record<Timeframe, string>> = { '1H': '1H', '4H': '4H', D: 'Daily' };

const opening = `# Bars and features

The inputs of the models at the close of a bar, per timeframe. This page is generated from [\`electron/engine/features/definitions.ts\`](../electron/engine/features/definitions.ts) by \`npm run docs\`; a test checks that it is up to date.

## Bars

Times are UTC, and a bar's time is its open time. 1H, 4H and Daily bars are resampled from the stored base bars. A bar exists once its period is over, that is, once a base bar ends at or after the end of the period. Gaps, such as weekends, are not filled. A period that begins before the first base bar has no bar.

The **trading day** is a setting of each dataset (*Data and models*, *Units…*). Days end at 17:00 in New York, following its summer time (the default for currencies and metals), or at midnight UTC (the default for everything else). 4H bars are counted from the start of the day and end with it: on the day the clocks go forward the last one has three hours, and on the day they go back there is a seventh of one hour. A New York day is named by the date on which it ends, so that bars from Sunday evening belong to Monday; the chart labels Daily bars with these dates. A bundle records the trading day it was trained on, and the desk asks before it uses the bundle with another. Data of version 0.1 and bundles that record no trading day use UTC days.

If base bars open some minutes past the full hour (or past their full interval), all periods begin and end that much later, so that each base bar lies within one period.

## Seeds and warm-up

A decaying average never forgets its initial value, its seed, so its first values depend on where the data begin. An **exponential average** (EMA) is seeded with its first value and moves by 2 / (period + 1) of the distance to each new value. **Wilder's average** is seeded with the mean of its first *period* values and moves by 1 / period. ATR, RSI, +DI, −DI and ADX use Wilder's. The first true range is high − low of the first bar; gains and losses start at the second bar. The ADX and the signal line of the MACD are averages of values that are themselves made of averages.

*From bar* is the number of the first bar, counted from 0, at which a feature has a value: its window is full, and every seed in it, including those in the averaged values, weighs less than 1 %. A row is used for training and predictions only once all its features have values, including those of the longer timeframes, which warm up on their own bars.

ATR is the average true range over 14 bars of the same timeframe. Where a formula divides by zero, the value is missing.
`;

function section(timeframe: Timeframe): string {
  const rows = featureDefinitions(timeframe).map(
    ({ name, formula, timeframe: source, warm_up }) =>
      `| \`${name}\` | ${formula} | ${names[source]} | ${warm_up} |`,
  );
  return `## ${names[timeframe]}

| feature | formula | bars | from bar |
|---|---|---|---|
${rows.join('\n')}
`;
}
