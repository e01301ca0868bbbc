import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultApiPort } from '../../shared/api.ts';
import { allParameters } from '../../shared/parameters.ts';
import { type Envelope, inShell, isFree } from './fixtures/curl.ts';
import { type Desk, withDesk } from './fixtures/desk.ts';
import { shared } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

const seed = join(shared, 'design/seed-model-services-refactoring.md');
const printed = existsSync(seed) ? printedIn(readFileSync(seed, 'utf8')) : [];
if (printed.length === 0)
  console.warn(`${seed} is missing: its lines are not tested, only our own like them.`);

const documents = [
  ['of the original documentation, as printed', printed],
  ['like them', equivalent()],
] as const;

for (const [label, blocks] of documents.filter(([, blocks]) => blocks.length > 0))
  test(`the lines ${label} work, and the window shows their effect at once`, async () => {
    if (!(await isFree(defaultApiPort))) {
      throw new Error(
        `Port ${defaultApiPort} is taken by another program, and the lines under test name it. End that program, then run the tests again.`,
      );
    }
    expect(blocks.length).toBeGreaterThanOrEqual(3);
    await withDesk({ args: ['--api-port', String(defaultApiPort), '--api-open'] }, async (desk) => {
      await expect(screen(desk.page).confidence).toBeVisible();
      let version = 1;
      const set: Record<string, Record<string, number>> = {};
      for (const block of blocks) {
        const answers = answersIn(await inShell(block));
        const asked = changesIn(block);
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'success'));
        expect(answers).toHaveLength(block.match(/^curl /gm)?.length ?? 0);
        for (const { category, changes } of asked) {
          version += 1;
          set[category] = { ...set[category], ...changes };
          await expectShown(desk, category, changes);
        }
        expect(answers.at(-1)?.config_version).toBe(version);
        await expect(screen(desk.page).version).toHaveText(`v${version}`);
        await expect(screen(desk.page).predictionVersion).toContainText(`v${version}`);
        if (asked.length > 0) continue;
        // What only asks must answer with what was set before.
        const [cache, model, whole] = answers.map(({ data }) => data as Record<string, unknown>);
        expect(cache).toMatchObject(set.cache);
        expect(model).toMatchObject(set.model);
        expect(whole).toMatchObject(set);
      }
      expect(version).toBeGreaterThanOrEqual(4);
      await desk.picture('api-open');
    });
  });

/** The shell blocks that call the API, as they are printed. */
function printedIn(document: string): string[] {
  const found = [...document.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  return found.filter((block) => /^curl /m.test(block));
}

/** The same calls in our own words, for where the document is not at hand. */
function equivalent(): string[] {
  const root = `http://localhost:${defaultApiPort}/api/v1/config`;
  const put = (category: string, changes: Record<string, number>) =>
    `curl -X PUT ${root}/${category} \\\n  -H "Content-Type: application/json" \\\n  -d '${JSON.stringify(changes)}'\n`;
  return [
    put('cache', { prediction_cache_ttl_seconds: 90 }) +
      put('cache', {
        prediction_cache_max_size: 300,
        price_cache_max_size: 70,
        ohlcv_cache_max_size: 30,
        asset_cache_max_size: 250,
      }),
    put('model', { weight_1h: 0.45, weight_4h: 0.35, weight_daily: 0.2, agreement_bonus: 0.1 }),
    `curl ${root}/cache\ncurl ${root}/model\ncurl ${root}\n`,
  ];
}

/** Answers that curl printed one after the other, with nothing in between. */
function answersIn(printed: string): Envelope[] {
  return printed.split(/(?<=\})\s*(?=\{"status":)/).map((text) => JSON.parse(text));
}

function changesIn(block: string): { category: string; changes: Record<string, number> }[] {
  const puts = block.matchAll(/^curl -X PUT \S+\/config\/(\w+)[\s\S]*?-d '([\s\S]*?)'/gm);
  return [...puts].map(([, category, body]) => ({ category, changes: JSON.parse(body) }));
}

async function expectShown(desk: Desk, category: string, changes: Record<string, number>): Promise<void> {
  for (const [key, value] of Object.entries(changes)) {
    const found = allParameters().find((each) => each.category === category && each.key === key);
    if (!found) throw new Error(`there is no parameter ${category}.${key}`);
    await expect(screen(desk.page).field(found.parameter.label)).toHaveValue(String(value));
  }
}
