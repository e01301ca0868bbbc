import { brokenFile } from './broken.ts';
import type { Chance } from './chance.ts';
import { createChance } from './chance.ts';
import { addDefects } from './defects.ts';
import { leavesOpen } from './doubt.ts';
import type { MarketFile } from './expected.ts';
import type { Plan } from './layouts.ts';
import { pickPlan } from './layouts.ts';
import { openFile } from './open.ts';
import type { Series } from './series.ts';
import { lateOpening, makeSeries } from './series.ts';
import { zones } from './times.ts';

/** The file that a seed makes: mostly one to be read, some that leave a question, some that are broken. */
export function marketFile(seed: number): MarketFile {
  const chance = createChance(seed);
  const kind = chance.below(20);
  if (kind <= 1) return openFile(chance);
  if (kind === 2) return brokenFile(chance);
  const series = lateOpening(chance, makeSeries(chance));
  const zone = chance.pick(zones);
  return addDefects(chance, { series, zone, plan: withoutDoubt(chance, series, zone) });
}

/** What can be read in two ways is for `openFile`; here another plan is taken. */
function withoutDoubt(chance: Chance, series: Series, zone: string): Plan {
  for (;;) {
    const plan = pickPlan(chance, series, zone);
    if (!leavesOpen(plan, series, zone)) return plan;
  }
}
