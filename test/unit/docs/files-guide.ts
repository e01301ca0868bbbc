import { columnNames } from '../../../electron/engine/market/import/layout/column-names.ts';
import { layouts } from '../../../electron/engine/market/import/layout/layouts.ts';
import { faults } from '../../../electron/engine/market/import/stages.ts';
import { knownTimes } from '../../../electron/engine/market/import/times/known-times.ts';
import { importAnswersSchema } from '../../../shared/imports.ts';

/** docs/files.md, from the tables that the import reads by. */
export function filesGuide(): string {
  return `# Files with market data

CSV, other delimited text and Parquet, up to 1 GB. The desk says what it understood before anything is taken, and where two readings fit it asks: a file is never read in one of them by chance.

This page is made from the tables of the import by \`npm run docs\`; a test checks that it is up to date.

## Layouts that are known by name

A layout's name decides nothing but the zone that is offered. What fits none of them is read by its columns all the same.

| layout | told by | usual zone |
|---|---|---|
${layouts.map(({ name, told_by, usual_zone }) => `| ${name} | ${told_by} | ${usual_zone ? `${usual_zone.zone}: ${usual_zone.because}` : ''} |`).join('\n')}

${layouts.map(({ name, example }) => `${name}:\n\n\`\`\`\n${example}\n\`\`\``).join('\n\n')}

## Columns

Fields are separated by commas, semicolons, tabs, bars or blanks, and may stand in double or single quotes. Names count without regard to case, signs and blanks. A column needs one of these names, or the file no header at all and the order time, open, high, low, close, volume.

| column | names |
|---|---|
${Object.entries(columnNames)
  .map(([role, names]) => `| ${role} | ${names.map((name) => `\`${name}\``).join(', ')} |`)
  .join('\n')}

A date and a time of day may stand in two columns. An index without a name in front of the others is the time when it reads like one, also where the header is one name short because of it. Three lines of header, as yfinance writes them, are understood. A header that fits its rows in no way, names nothing that is known, or gives one name to several prices is refused, with the names that were seen; so is a line further down that names the columns in another order. Of columns for bid and ask the bid is taken. Without a header, prices that follow one another as close, high, low, open are refused.

## Times

| written | meaning |
|---|---|
${knownTimes.map(({ example, words }) => `| \`${example}\` | ${words} |`).join('\n')}

- A row is accepted only when every part of its text is part of the time: what was read and written again gives the text.
- For counts, the unit is decided value by value: only one of seconds, milliseconds, microseconds and nanoseconds lies between February 1970 and November 2054. Counts that may be .NET ticks or Windows file times are asked about. Days as serial numbers, as in spreadsheets, are refused.
- Times without a zone are read in the one that is chosen; a zone in the name of the column, or the usual one of a known source, is offered beside it. Over HTTP a file whose header names a zone needs \`time_zone\`.
- When clocks are set back, the first pass through the repeated hour is the earlier one, in newest-first files the other way round. Times that clocks were set forward over are left out.
- Day, month and year in numbers are read in the order that leaves the fewest gaps and rows out of order; where two orders leave equally few, the desk asks.
- A bar before February 1970, in the future, or far from all others is left out.

## Spacing and phase

The spacing is the most frequent difference between neighbouring bars; an hour must be a whole number of them. The phase is how far past the hour bars open: bars of an hour that open at :30 are bars of an hour. A bar that opens late in its period at the same time day after day, as where a broker's day begins at five past, is the bar of that period. A file whose bars open at two different times past the hour is refused, and so is one whose bars are of one length in one part and of another in the next: split it there. Times of the last moment of each bar, 00:59:59.999, become those of its start. Bars that open half as high again as the close before, or a third lower, are told of: they may be of another market or unit, or come after a split.

## Numbers

Points or commas for decimals, thousands parted by comma, point, blank or apostrophe, signs of currencies. A volume that is empty, \`-1\`, \`NaN\` or a dash is none; \`1.5K\` and \`2M\` are thousands and millions. A column of spreads is stored with the bars: MetaTrader 5 writes points, others price units or pips, and the desk decides by their size against the prices.

## Questions

Answers go into the import dialog, into \`options.answers\` of \`POST /api/v1/data/import\`, or into the query of an upload. A file with an open question is refused with 409, and the refusal says how to answer.

| question | answers |
|---|---|
${Object.entries(importAnswersSchema.shape)
  .map(([id, { description }]) => `| \`${id}\` | ${description} |`)
  .join('\n')}

A column of words that parts the rows into blocks, one after the other, or holds nothing but known symbols, raises the question of the ticker too; there \`together\` takes all rows as one series.

## Rows that are left out

Every one is listed with its line and the reason; a line of nothing but delimiters counts as blank:

${faults
  .slice(1)
  .map((reason) => `- ${reason}`)
  .join('\n')}

Where more rows are left out than taken, the file was misunderstood and is refused.
`;
}
