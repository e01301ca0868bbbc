import { brokenFile } from './broken.ts';
import type { Chance } from './chance.ts';
import { createChance } from './chance.ts';
import { addDefects } from './defects.ts';
import { leavesOpen } from './doubt.ts';
import type { MarketFile } from './expected.ts';
import { pickPlan } from './layouts.ts';
import { openFile } from './open.ts';
import { parquetFile } from './parquet.ts';
import type { Plan } from './plan.ts';
import type { Series } from './series.ts';
import { lateOpening, makeSeries } from './series.ts';
import { setBack, zones } from './times.ts';

const hourMs = 3_600_000;

/** The file that a seed makes: mostly one to be read, some that leave a question, some that are broken. */
export function marketFile(seed: number): MarketFile {
  const chance = createChance(seed);
  const kind = chance.below(20);
  if (kind <= 1) return openFile(chance);
  if (kind === 2) return brokenFile(chance);
  if (kind <= 4) return parquetFile(chance);
  const zone = chance.pick(zones);
  const series = chance.is(0.06) ? overSetBack(chance, zone) : lateOpening(chance, makeSeries(chance));
  return addDefects(chance, { series, zone, plan: withoutDoubt(chance, series, zone) });
}

/** A market that is open while clocks of the zone are set back, so that its local times show an hour twice. */
function overSetBack(chance: Chance, zone: string): Series {
  const year = chance.between(2008, 2027);
  const change = setBack(zone, year) ?? Date.UTC(year, chance.below(12), chance.between(1, 28));
  const interval = chance.pick([15, 30, 60]);
  const start = Math.floor((change - chance.between(8, 30) * hourMs) / hourMs) * hourMs;
  return makeSeries(chance, { session: 'always', start, bars: (48 * 60) / interval, interval });
}

/** What can be read in two ways is for `openFile`; here another plan is taken. */
function withoutDoubt(chance: Chance, series: Series, zone: string): Plan {
  for (;;) {
    const plan = pickPlan(chance, series, zone);
    if (!leavesOpen(plan, series, zone)) return plan;
  }
}
