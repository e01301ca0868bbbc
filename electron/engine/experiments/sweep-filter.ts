import { type Candidates, mixed, rounding, unsure } from './sweep-candidates.ts';

/** The candidates that some mix between two others can trade. */
export interface Survivors {
  count: number;
  /** Their places among the candidates, rising; the first `count` entries. */
  readonly places: Int32Array;
  /** Per candidate and one beyond: how many survivors come before it. */
  readonly before: Int32Array;
}

/** Room for the survivors among so many candidates. */
export function createSurvivors(candidates: number): Survivors {
  return { count: 0, places: new Int32Array(candidates), before: new Int32Array(candidates + 1) };
}

/**
 * Finds the candidates that a mix on the line from `a` to `b` (three effective weights per regime each) can
 * trade. Along a line of mixes an effective weight is a ratio of two linear functions with a positive
 * divisor, and so is the base confidence: it is largest at one of the ends.
 */
export function surviveBetween(
  candidates: Candidates,
  { agreementBonus, threshold }: { readonly agreementBonus: number; readonly threshold: number },
  a: Float64Array,
  b: Float64Array,
  survivors: Survivors,
): void {
  const { count, kind, regime, confidence } = candidates;
  const { places, before } = survivors;
  const need = threshold - rounding;
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    before[at] = kept;
    const w = 3 * regime[at];
    const c = 3 * at;
    const baseA = a[w] * confidence[c] + a[w + 1] * confidence[c + 1] + a[w + 2] * confidence[c + 2];
    const baseB = b[w] * confidence[c] + b[w + 1] * confidence[c + 1] + b[w + 2] * confidence[c + 2];
    const base = baseA > baseB ? baseA : baseB;
    const bound = kind[at] === mixed ? (base * 2) / 3 : base + agreementBonus;
    places[kept] = at;
    if (bound >= need || kind[at] === unsure) kept += 1;
  }
  before[count] = kept;
  survivors.count = kept;
}
