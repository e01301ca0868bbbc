import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { byText } from '../../../shared/text-order.ts';

const top = join(import.meta.dirname, '../../..');
const names = [
  'Zebra',
  'apple',
  'İzmir',
  'ızgara',
  'Izmir',
  'ähnlich',
  'Apple',
  'ñu',
  'نص',
  'b10',
  'b9',
  '漢字',
  'z',
];

it('sorts as a reader would, and orders all texts', () => {
  expect([...names].sort(byText)).toEqual([...names].reverse().sort(byText));
  expect(['b', 'Z', 'ä', 'a', 'B'].sort(byText)).toEqual(['a', 'ä', 'b', 'B', 'Z']);
  // Texts that read the same are still told apart.
  expect(byText('e\u0301', 'é')).not.toBe(0);
  expect(byText('a', 'a')).toBe(0);
});

it.each(['C', 'tr_TR.UTF-8', 'ar_EG.UTF-8', 'sv_SE.UTF-8', 'lt_LT.UTF-8'])(
  'sorts the same under the locale %s',
  (locale) => {
    const code = `
      import { byText } from ${JSON.stringify(join(top, 'shared/text-order.ts'))};
      console.log(JSON.stringify(${JSON.stringify(names)}.sort(byText)));`;
    const sorted = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', LC_ALL: locale, LANG: locale, LANGUAGE: locale },
      encoding: 'utf8',
    });
    expect(JSON.parse(sorted)).toEqual([...names].sort(byText));
  },
);

it('is the only place that compares by language: nothing else compares, sorts or formats by the locale of the machine', () => {
  const found = ['electron', 'shared', 'renderer'].flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name))
      .filter((name) => asksTheLocale(readFileSync(join(top, name), 'utf8'))),
  );
  expect(found).toEqual([]);
});

/** Comparing by locale at all, and formatting or collating without a named one. */
function asksTheLocale(source: string): boolean {
  return /\.localeCompare\(|\.toLocale\w*\(\s*\)|\.toLocale\w*\(undefined|Intl\.(Collator|NumberFormat|DateTimeFormat)\(\s*(\)|undefined|\[\])/.test(
    source,
  );
}
