import { readFileSync } from 'node:fs';
import {
  type DocumentedFigures,
  documentedFiguresFile,
  documentedFiguresSchema,
} from '../../bench/documented-figures.ts';

/** A page with every block of figures as docs/figures.json has them now; all else is left as it is. */
export function withFigures(page: string): string {
  const found = documentedFiguresSchema.parse(JSON.parse(readFileSync(documentedFiguresFile, 'utf8')));
  return page.replace(
    /<!-- figures: ([a-z]+) -->\n[\s\S]*?<!-- \/figures -->/g,
    (_block, name: string) => `<!-- figures: ${name} -->\n${blockOf(name, found)}\n<!-- /figures -->`,
  );
}

function blockOf(name: string, found: DocumentedFigures): string {
  if (name === 'luck') return luck(found);
  if (name === 'parts') return parts(found);
  if (name === 'accuracy') return accuracy(found);
  throw new Error(`No figures are called "${name}".`);
}

/** What the best mix is worth, after what the training part has promised. */
function luck({ parts: rows, meter }: DocumentedFigures): string {
  const of = (name: string) => {
    const row = rows.find(({ part }) => part === name);
    if (!row) throw new Error(`There is no ${name} part.`);
    return row;
  };
  const [train, test] = [of('train'), of('test')];
  return [
    `On real EUR/USD, with the default settings, the training part shows ${pips(train.total_pips)} pips, the unseen test part`,
    `${pips(test.total_pips)}${between(test.total)}. The best of all ${count(meter.mixes)} mixes earns ${count(meter.best_pips)} pips there, and on pure noise the`,
    `best mix looks that good ${Math.round(100 * meter.p_value)} times in 100. The verdict is ${words[meter.verdict] ?? meter.verdict}.`,
  ].join('\n');
}

const words: Readonly<Record<string, string>> = {
  luck: '*luck*: there is nothing here to trade',
  nothing: '*nothing to trust*',
  edge: '*an edge on these bars*',
  unjudged: '*cannot be judged*',
};

function parts({ parts: rows }: DocumentedFigures): string {
  return [
    '| part | trades | win rate | total | 95 % interval |',
    '|---|---|---|---|---|',
    ...rows.map(({ part, trades, win_rate, total_pips, total }) => {
      const rate = win_rate === null ? '' : `${Math.round(100 * win_rate)} %`;
      const range = total ? `${count(total.low)} … ${count(total.high)}` : '';
      return `| ${part} | ${trades} | ${rate} | ${pips(total_pips)} pips | ${range} |`;
    }),
  ].join('\n');
}

function accuracy({ accuracy: by }: DocumentedFigures): string {
  return [
    '| model | accuracy on the test part | 95 % interval | rows | effective rows |',
    '|---|---|---|---|---|',
    ...(['1H', '4H', 'D'] as const).map((timeframe) => {
      const { accuracy: share, low, high, rows, effective_rows } = by[timeframe];
      const worth = effective_rows === null ? '' : count(effective_rows);
      return `| ${timeframe} | ${share.toFixed(3)} | ${low.toFixed(3)} … ${high.toFixed(3)} | ${count(rows)} | ${worth} |`;
    }),
  ].join('\n');
}

function between(total: DocumentedFigures['parts'][number]['total']): string {
  return total ? ` (95 % interval ${count(total.low)} to ${count(total.high)})` : '';
}

function pips(value: number): string {
  const rounded = Math.abs(value) < 100 ? Math.abs(value).toFixed(1) : count(Math.abs(value));
  return `${value < 0 ? '−' : '+'}${rounded}`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US').replace('-', '−');
}
