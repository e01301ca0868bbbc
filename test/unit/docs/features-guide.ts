import { featureDefinitions } from '../../../electron/engine/features/definitions.ts';
import { type Timeframe, timeframes } from '../../../shared/market.ts';

/** docs/features.md, made from the table of features. */
export function featuresGuide(): string {
  return [opening, ...timeframes.map(section)].join('\n');
}

const names: Readonly<Record<Timeframe, string>> = { '1H': '1H', '4H': '4H', D: 'Daily' };

const opening = `# Bars and features

What the models see at the close of a bar, per timeframe. This page is made from [\`electron/engine/features/definitions.ts\`](../electron/engine/features/definitions.ts) by \`npm run docs\`; a test checks that it is up to date.

## Bars

Times are UTC, and a bar is stamped with its open time. 1H, 4H and Daily bars are made from the stored base bars. A bar exists once its period has passed: a base bar ends at or after its end. Weekends leave gaps; gaps are not filled. A series that begins inside a bar leaves that bar out.

The **trading day** is a setting of each dataset (*Data and models*, *Units…*): days end at 17:00 in New York, summer time included, which is the default for currencies and metals, or at midnight UTC, the default for everything else. 4H bars count from the day's start and end with the day: where clocks go forward the last one has three hours, where they go back a seventh has one. A day in New York is called by the date on which it ends, so that what opens on Sunday evening is Monday's; the chart shows Daily bars by these dates. Models record the day they were trained in and ask before they answer in another; data and models from before there was a choice are in days of UTC.

Where base bars open past the full hour (or past their full interval), every period begins and ends so much later: each base bar lies in one of them whole.

## Seeds and warm-up

An average that decays never forgets what it was begun with, so that its first values depend on where the data happen to begin. An **exponential average** (EMA) is begun with its first value and moves by 2 / (period + 1) of the distance to each further one; **Wilder's average** is begun with the mean of its first values, as many as its period, and moves by 1 / period. ATR, RSI, +DI, −DI and ADX are Wilder's. The first true range is the first bar's high − low; gains and losses begin with the second bar; the ADX averages values that are made of averages themselves, and so does the MACD's signal.

A feature has its first value on the bar whose number, counted from 0, stands under *from bar*: when its window is full, and when every seed in it, also one that its values bring with them, weighs less than 1 %. A row is learned from and predicted from only once all its features have begun, those of the longer timeframes on their own bars included.

ATR is the average true range over 14 bars of the same timeframe. Where a formula divides by zero the value is missing.
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
