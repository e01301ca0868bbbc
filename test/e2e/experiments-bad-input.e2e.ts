import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayMs } from '../../shared/market.ts';
import type { OperationAsk, OperationName } from '../../shared/operations/index.ts';
import { answerOf, ask } from './fixtures/ask.ts';
import { barLines, writeLines } from './fixtures/bars-file.ts';
import { answerDialog, chooseFile } from './fixtures/choose.ts';
import type { Desk } from './fixtures/desk.ts';
import { newFolder, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

// One desk for all: whatever goes wrong in one test, the experiments of the next must work.

let desk: Desk;
let files: string;
test.beforeAll(() => {
  files = newFolder();
});
test.afterAll(() => remove(files));
test.beforeEach(async ({ desk: shared }) => {
  desk = shared;
  await screen(desk.page).show('Experiments');
  await startAgain();
});

const tabs = ['Backtest', 'A/B', 'Weight triangle', 'Walk-forward'] as const;
type Tab = (typeof tabs)[number];

function parts() {
  const { page } = desk;
  return {
    map: page.getByRole('slider', { name: 'Weights tried' }),
    computing: page.locator('.triangle-state'),
    answer: page.locator('.backtest-answer'),
    cancelled: page.getByText('Cancelled: nothing was kept of it.'),
    meter: screen(page).button('How far can this be trusted?'),
    verdict: page.getByTestId('overfit-verdict'),
    walk: screen(page).button('Walk forward'),
    walked: page.getByTestId('walk-verdict'),
    jobs: page.getByRole('region', { name: 'Running jobs' }),
  };
}

async function startAgain(): Promise<void> {
  const again = screen(desk.page).button('Start again');
  if (await again.isVisible()) await again.click();
}

async function show(tab: Tab): Promise<void> {
  await screen(desk.page).tab(tab).click();
}

async function setPeriod(from: string, to: string): Promise<void> {
  await desk.page.getByLabel('from (UTC day').fill(from);
  await desk.page.getByLabel('to (UTC day').fill(to);
}

async function tryThreshold(text: string): Promise<void> {
  const field = screen(desk.page).field('Confidence threshold, tried');
  if (!(await field.isVisible()))
    await desk.page
      .getByRole('combobox', { name: 'Try another value of' })
      .selectOption('Confidence threshold');
  await screen(desk.page).enter('Confidence threshold, tried', text);
}

/** The window answers every kind of experiment, on what it started with. */
async function expectAllWork(): Promise<void> {
  const { page } = desk;
  const { map, computing, answer, meter, verdict, walk, walked, jobs } = parts();
  await startAgain();
  await show('Backtest');
  await expect(page.getByTestId('backtest-verdict')).toContainText('On the test part');
  await expect(answer).not.toHaveAttribute('data-outdated');
  await tryThreshold('0.58');
  await show('A/B');
  await expect(page.getByTestId('compare-verdict')).toHaveText(/B earned|both sides earned/i);
  await startAgain();
  await show('Weight triangle');
  await expect(computing).toContainText('bars');
  await expect(map).not.toHaveAttribute('data-outdated');
  await expect(page.getByTestId('point-trades')).not.toHaveText('0');
  await meter.click();
  await expect(meter).toBeEnabled();
  await expect(verdict).toBeVisible();
  await expect(page.getByText('not of what is shown now')).toBeHidden();
  await show('Walk-forward');
  await walk.click();
  await expect(walk).toBeEnabled();
  await expect(walked).toBeVisible();
  await expect(jobs).toBeHidden();
}

test.describe('bars', () => {
  test('where the period has none, every experiment says so and when there are some', async () => {
    const { page } = desk;
    const said = page.getByRole('alert').filter({ hasText: 'No bar of the test part opens in this period' });
    await setPeriod('2031-01-01', '2031-02-01');
    await show('Backtest');
    await expect(said).toContainText(/The bars of EUR\/USD run from 2\d{3}-\d\d-\d\d to 2\d{3}-\d\d-\d\d/);
    await desk.picture('bad-no-bars-backtest');
    await tryThreshold('0.58');
    await show('A/B');
    await expect(said).toBeVisible();
    await show('Weight triangle');
    await expect(said).toBeVisible();
    await desk.picture('bad-no-bars-triangle');
    if (await parts().meter.isVisible()) {
      await parts().meter.click();
      await expect(said.last()).toBeVisible();
      await expect(parts().verdict).toBeHidden();
    }
    await show('Walk-forward');
    await parts().walk.click();
    await expect(said).toBeVisible();
    await expect(parts().walked).toBeHidden();
    await expectAllWork();
  });

  test('a stretch without a trade is called that by each, with the reason', async () => {
    const { page } = desk;
    const { period, trades } = await answerOf(page, 'experiments.backtest', {});
    const signals = trades.map((trade) => Math.floor(trade.signal_time / dayMs));
    const days = Array.from(
      { length: Math.floor((period.to - period.from) / dayMs) - 1 },
      (_, i) => Math.floor(period.from / dayMs) + 1 + i,
    );
    const isWeekday = (each: number) => new Date(each * dayMs).getUTCDay() % 6 !== 0;
    const quiet = days.find((each) => isWeekday(each) && !signals.includes(each));
    if (quiet === undefined) throw new Error('every day of the test part has a trade');
    const day = new Date(quiet * dayMs).toISOString().slice(0, 10);
    await tryThreshold('0.9');
    await setPeriod(day, day);
    await show('Backtest');
    await expect(page.getByText('No trade here')).toBeVisible();
    await expect(page.getByRole('main')).toContainText('No bar reaches the confidence threshold of 0.9');
    await show('Weight triangle');
    await expect(page.getByText('No mix trades here')).toBeVisible();
    await parts().meter.click();
    await expect(parts().verdict).toContainText('Nothing to trust');
    await expect(page.getByRole('main')).not.toContainText(/NaN|undefined|Infinity/);
    await desk.picture('bad-no-trades');
    await show('Walk-forward');
    await parts().walk.click();
    await expect(parts().walked).toContainText('there is nothing to say');
    await show('A/B');
    await expect(page.getByTestId('compare-verdict')).toHaveText(
      /Neither side trades|decide the same|both sides earned|B earned/,
    );
    await expect(page.getByRole('main')).not.toContainText(/NaN|undefined|Infinity/);
    await expectAllWork();
  });

  for (const text of ['0.99', '1'])
    test(`a threshold of ${text} that nothing reaches leaves no figure that means nothing`, async () => {
      const { page } = desk;
      await tryThreshold(text);
      await show('Backtest');
      await expect(page.getByText('No trade here')).toBeVisible();
      await expect(page.getByRole('main')).toContainText(
        new RegExp(`No bar reaches the confidence threshold of ${text}; the highest confidence is 0\\.\\d+`),
      );
      await show('A/B');
      await page.getByRole('combobox', { name: 'Side A' }).selectOption('tried');
      await page.getByRole('combobox', { name: 'Side B' }).selectOption('tried');
      await expect(page.getByTestId('compare-verdict')).toContainText('decide the same at every bar');
      await page.getByRole('combobox', { name: 'Side A' }).selectOption('current');
      await show('Weight triangle');
      await expect(page.getByText('No mix trades here')).toBeVisible();
      for (const figure of ['Profit factor', 'Win rate', 'Drawdown', 'Trades', 'Sharpe', 'Pips']) {
        await page.getByRole('radio', { name: figure, exact: true }).click();
        await parts().map.press('End');
        await parts().map.press('Home');
        await expect(page.getByRole('main')).not.toContainText(/NaN|undefined|Infinity/);
      }
      await parts().meter.click();
      await expect(parts().verdict).toContainText('Nothing to trust');
      await show('Walk-forward');
      await parts().walk.click();
      await expect(parts().walked).toContainText(/made no trade|nothing to say/);
      await expect(page.getByRole('main')).not.toContainText(/NaN|undefined|Infinity/);
      await desk.picture(`bad-threshold-${text}`);
      await expectAllWork();
    });
});

test.describe('cancelled', () => {
  test('the overfit meter, at once and half way', async () => {
    const { page } = desk;
    await page.getByRole('combobox', { name: 'Which bars' }).selectOption('All bars, mostly in sample');
    await show('Weight triangle');
    await expect(parts().computing).toContainText('bars');
    const stop = '[aria-label="Cancel: Testing against luck"]';
    const begun = '[role="progressbar"][aria-label="Testing against luck"]:not([aria-valuenow="0"])';
    for (const wanted of [stop, `body:has(${begun}) ${stop}`]) {
      await clickWhenThere(wanted);
      await parts().meter.click();
      await expect(parts().cancelled).toBeVisible();
      await expect(parts().jobs).toBeHidden();
      await expect(parts().meter).toBeEnabled();
    }
    await desk.picture('bad-cancelled');
    await expectAllWork();
  });

  test('a walk-forward, from the window and from the list of jobs', async () => {
    const { page } = desk;
    await page.getByRole('combobox', { name: 'Which bars' }).selectOption('All bars, mostly in sample');
    await show('Walk-forward');
    await page.getByLabel('Days to choose on').fill('7');
    await page.getByLabel('Days to trade').fill('1');
    for (const stop of ['[aria-label="Cancel: Walking forward"]', '[aria-label="Running jobs"] button']) {
      await clickWhenThere(stop);
      await parts().walk.click();
      await expect(parts().cancelled).toBeVisible();
      await expect(parts().walk).toBeEnabled();
      await expect(parts().jobs).toBeHidden();
    }
    await page.getByLabel('Days to choose on').fill('180');
    await page.getByLabel('Days to trade').fill('60');
    await expectAllWork();
  });

  test('a backtest of data that has to be read and asked about first', async () => {
    const { page } = desk;
    const path = writeLines(join(files, 'GBPUSD.csv'), barLines(400));
    await screen(page).show('Data and models');
    await chooseFile(desk, path);
    await screen(page).button('Import').click();
    const row = page.getByRole('table', { name: 'Datasets' }).getByRole('row', { name: /^GBPUSD/ });
    await expect(row).toContainText('active');
    await page.getByRole('button', { name: 'Activate EURUSD@simulated' }).click();
    await expect(page.getByTestId('asset')).toHaveText('EUR/USD');
    const { bundles } = await bundlesOf();
    const scope = { dataset: 'GBPUSD', bundle: bundles[0] ?? '' };
    await screen(page).show('Experiments');
    await clickWhenThere('[aria-label="Running jobs"] button');
    await begin('experiments.backtest', { scope });
    expect(await begun()).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
    await expect(parts().jobs).toBeHidden();
    const whole = await answerOf(page, 'experiments.backtest', { scope });
    expect(whole.period).toMatchObject({ dataset: 'GBPUSD', part: 'all' });
    await expectAllWork();
  });
});

test.describe('a laboratory worker that dies', () => {
  test('once is replaced, and the experiment begun again without a word', async () => {
    const { page } = desk;
    await show('Backtest');
    await expect(parts().answer).toBeVisible();
    await killAt('backtest', 1);
    await tryThreshold('0.57');
    await expect(parts().answer).toContainText('with 1 change');
    await expect(parts().answer).not.toHaveAttribute('data-outdated');
    await expect(page.getByRole('alert').filter({ hasText: 'worker stopped' })).toHaveCount(0);
    await expectAllWork();
  });

  for (const [tab, kind] of [
    ['Backtest', 'backtest'],
    ['A/B', 'compare'],
    ['Weight triangle', 'triangle'],
  ] as const)
    test(`twice under ${tab} is said, and asking again starts another`, async () => {
      const { page } = desk;
      await tryThreshold('0.56');
      await show(tab);
      // What is still under way would be what dies, and its answer is not waited for any more.
      const place = tab === 'Weight triangle' ? parts().map : parts().answer;
      await expect(place).toBeVisible();
      await expect(place).not.toHaveAttribute('data-outdated');
      if (kind === 'triangle') await expect(parts().computing).toContainText('bars');
      await killAt(kind, 2);
      await tryThreshold('0.57');
      const said = page.getByRole('alert').filter({ hasText: 'worker stopped' });
      await expect(said).toBeVisible();
      if (kind === 'triangle') await expect(parts().computing).not.toHaveText('computing…');
      await desk.picture(`bad-worker-${kind}`);
      await screen(page).button('Run it again').click();
      await expect(said).toBeHidden();
      await expectAllWork();
    });

  for (const [tab, kind] of [
    ['Weight triangle', 'overfit'],
    ['Walk-forward', 'walkForward'],
  ] as const)
    test(`twice under long work of ${tab} is said, and the next run works`, async () => {
      const { page } = desk;
      await show(tab);
      await killAt(kind, 2);
      const start = kind === 'overfit' ? parts().meter : parts().walk;
      await start.click();
      await expect(page.getByRole('alert').filter({ hasText: 'worker stopped' })).toBeVisible();
      await expect(start).toBeEnabled();
      await expect(parts().jobs).toBeHidden();
      await expectAllWork();
    });
});

test.describe('a model whose answers would be no numbers', () => {
  for (const [leaf, reason] of [
    ['NaN', /1H\.model\.json.*JSON/],
    ['1e39', /1H\.model\.json.*not a finite 32-bit number/],
    ['"NaN"', /1H\.model\.json.*not a finite 32-bit number/],
  ] as const)
    test(`with leaves of ${leaf} is refused by name`, async () => {
      const { page } = desk;
      await screen(page).show('Data and models');
      const before = (await bundlesOf()).bundles;
      await answerDialog(desk, spoiled(leaf));
      await screen(page).button('Import bundle…').click();
      await expect(page.getByRole('alert').filter({ hasText: reason }).last()).toBeVisible();
      expect((await bundlesOf()).bundles).toEqual(before);
      while (await screen(page).button('Dismiss').count())
        await screen(page).button('Dismiss').first().click();
    });

  test('but with the largest of numbers is only very sure', async () => {
    const { page } = desk;
    await screen(page).show('Data and models');
    const { active } = await bundlesOf();
    const before = (await bundlesOf()).bundles;
    await answerDialog(desk, spoiled('3e38'));
    await screen(page).button('Import bundle…').click();
    await expect.poll(async () => (await bundlesOf()).bundles.length).toBe(before.length + 1);
    const added = (await bundlesOf()).bundles.find((id) => !before.includes(id)) ?? '';
    await answerOf(page, 'models.activate', { bundle: added });
    await expect.poll(async () => (await bundlesOf()).active).toBe(added);
    await screen(page).show('Desk');
    await expect(screen(page).confidence).toHaveText(/^\d+\.\d\s%$/);
    await screen(page).show('Experiments');
    await expectAllWork();
    await expect(page.getByRole('main')).not.toContainText(/NaN|undefined|Infinity/);
    await answerOf(page, 'models.activate', { bundle: active ?? '' });
    await expect.poll(async () => (await bundlesOf()).active).toBe(active);
    await expectAllWork();
  });
});

test('bars that no model was trained on: each experiment says what is missing and where to get it', async () => {
  const { page } = desk;
  const path = writeLines(join(files, 'USDCHF.csv'), barLines(3));
  await screen(page).show('Data and models');
  await chooseFile(desk, path);
  await screen(page).button('Import').click();
  await expect(page.getByTestId('asset')).toHaveText('USD/CHF');
  await screen(page).show('Experiments');
  for (const tab of tabs) {
    await show(tab);
    await expect(page.getByRole('main'), tab).toContainText('No model has been trained on USD/CHF yet');
    await expect(screen(page).button('Open Data and models'), tab).toBeVisible();
    await desk.picture(`bad-no-bundle-${tab.toLowerCase().replaceAll(/\W/g, '-')}`);
  }
  for (const tab of ['Shadow', 'Versions']) {
    await screen(page).tab(tab).click();
    await expect(page.getByRole('main'), tab).not.toContainText(/NaN|undefined|Infinity/);
    await desk.picture(`bad-no-bundle-${tab.toLowerCase()}`);
  }
  const refused = await ask(page, 'experiments.overfit', {});
  expect(refused).toMatchObject({ ok: false, problem: { code: 'conflict' } });
  await screen(page).show('Data and models');
  await page.getByRole('button', { name: 'Activate EURUSD@simulated' }).click();
  await expect(page.getByTestId('asset')).toHaveText('EUR/USD');
  await screen(page).show('Experiments');
  await expectAllWork();
});

/** Clicks a button the moment it can be clicked: what it stops might be over before it could be aimed at. */
async function clickWhenThere(selector: string): Promise<void> {
  await desk.page.evaluate((wanted) => {
    const watch = new MutationObserver(() => {
      const button = document.querySelector<HTMLElement>(wanted);
      if (!button || button.matches(':disabled, [aria-disabled=true]')) return;
      watch.disconnect();
      button.click();
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  }, selector);
}

async function bundlesOf(): Promise<{ bundles: readonly string[]; active: string | null }> {
  const { models } = (await answerOf(desk.page, 'desk.snapshot', {})).state;
  return { bundles: models.bundles.map(({ id }) => id), active: models.active };
}

/** Asks without waiting; `begun` has what came of it. */
async function begin<N extends OperationName>(name: N, input: OperationAsk<N>): Promise<void> {
  await desk.page.evaluate(
    ([operation, given]) => {
      Reflect.set(window, 'begun', window.desk.invoke(operation as never, given as never));
    },
    [name, input] as const,
  );
}

function begun(): Promise<unknown> {
  return desk.page.evaluate(() => Reflect.get(window, 'begun'));
}

/** The workers that next get work of this kind end as they begin it: one, or the one in its place too. */
async function killAt(kind: string, times: number): Promise<void> {
  await desk.app.evaluate(
    (_electron, [doomed, count]) => {
      let left = count;
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      const own = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: InstanceType<typeof Worker>, message, transfer) {
        if ((message as { body?: { kind?: string } }).body?.kind !== doomed)
          return own.call(this, message, transfer);
        left -= 1;
        if (left === 0) Worker.prototype.postMessage = own;
        void this.terminate();
      };
    },
    [kind, times] as const,
  );
}

/** A copy of the trained bundle in which every leaf of the 1H model adds `leaf`. */
function spoiled(leaf: string): string {
  const [good = ''] = readdirSync(join(desk.folder, 'bundles')).filter((name) => name.startsWith('EURUSD-'));
  const bundle = join(newFolder(), `leaf-${leaf.replaceAll(/\W/g, '')}`);
  cpSync(join(desk.folder, 'bundles', good), bundle, { recursive: true });
  const path = join(bundle, '1H.model.json');
  const model = JSON.parse(readFileSync(path, 'utf8'));
  for (const tree of model.learner.gradient_booster.model.trees) {
    tree.split_conditions = tree.split_conditions.map((value: number, node: number) =>
      tree.left_children[node] < 0 ? '@' : value,
    );
  }
  writeFileSync(path, JSON.stringify(model).replaceAll('"@"', leaf));
  return bundle;
}
