import { mostCandidates, type Shadow, type ShadowState } from '../../../shared/experiments/shadows.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { changesBetween } from '../config/receipts.ts';
import { createScorer, type ScoredMarket, type Scorer, type ShadowMarket } from './shadow-scorer.ts';

/** Candidates, evaluated on the same closed bars as the active configuration and without effect on it. */
export interface ShadowBook {
  /** Call it when the replay has reached a bar. The comparison starts again if the bar does not follow the last one. */
  arrived(market: ShadowMarket | null, index: number): void;
  /** Call it when the active configuration has changed; the change counts from the next bar. */
  activeChanged(): void;
  state(): ShadowState;
  /** Adds a candidate. All start again, so that all cover the same bars. */
  add(name: string, values: TradingConfig): Result<ShadowState>;
  remove(id: number): Result<ShadowState>;
  restart(): void;
  candidates(): { name: string; values: Pick<TradingConfig, 'model' | 'trading'> }[];
  find(id: number): Result<{ readonly name: string; readonly values: TradingConfig }>;
}

/** The categories that affect a candidate's results. */
export function scored({ model, trading }: TradingConfig): Pick<TradingConfig, 'model' | 'trading'> {
  return { model, trading };
}

export function createShadowBook(parts: {
  /** The configuration in force. */
  active: () => TradingConfig;
  onChange: () => void;
  /** The initial candidates. */
  from?: readonly { readonly name: string; readonly values: TradingConfig }[];
}): ShadowBook {
  const { active, onChange, from = [] } = parts;
  let market: ShadowMarket | null = null;
  let at = -1;
  let since: number | null = null;
  let bars = 0;
  let own = createScorer(active(), null);
  let candidates: readonly Candidate[] = from.map(({ name, values }, i) =>
    candidateOf(i + 1, name, values, null),
  );
  let lastId = from.length;

  /** Starts the comparison again from the current bar. */
  function begin(): void {
    since = null;
    bars = 0;
    own = createScorer(active(), market);
    candidates = candidates.map(({ id, name, values }) => candidateOf(id, name, values, market));
    if (market && at >= 0) score(market, at);
  }

  function score(from: ShadowMarket, index: number): void {
    const bar = from.barAt(index);
    const said = from.saidAt(index);
    since ??= bar.time;
    bars += 1;
    const decided = own.bar(bar, said);
    for (const candidate of candidates) {
      if (candidate.scorer.bar(bar, said) !== decided) candidate.flips += 1;
    }
  }

  function state(): ShadowState {
    return {
      since,
      bars,
      active: shown(own),
      candidates: candidates.map((candidate) => described(candidate, active())),
    };
  }

  function changed(): Result<ShadowState> {
    onChange();
    return success(state());
  }

  function find(id: number): Result<Candidate> {
    const found = candidates.find((candidate) => candidate.id === id);
    return found ? success(found) : failure('not-found', `There is no candidate ${id}.`);
  }

  return {
    arrived(next, index) {
      const follows = next?.identity === market?.identity && index === at + 1 && bars > 0;
      if (!follows && next?.identity === market?.identity && index === at && bars > 0) return;
      market = next;
      at = index;
      if (market && follows) score(market, at);
      else begin();
      onChange();
    },
    activeChanged() {
      own.use(active());
      onChange();
    },
    state,
    add(name, values) {
      if (candidates.length >= mostCandidates)
        return failure('conflict', `There are already ${mostCandidates} candidates; remove one first.`);
      if (candidates.some((candidate) => candidate.name === name))
        return failure('conflict', `There is already a candidate named "${name}"; choose another name.`);
      lastId += 1;
      candidates = [...candidates, candidateOf(lastId, name, values, market)];
      begin();
      return changed();
    },
    remove(id) {
      const found = find(id);
      if (!found.ok) return found;
      candidates = candidates.filter((candidate) => candidate.id !== id);
      return changed();
    },
    restart() {
      begin();
      onChange();
    },
    candidates: () => candidates.map(({ name, values }) => ({ name, values: scored(values) })),
    find,
  };
}

interface Candidate {
  readonly id: number;
  readonly name: string;
  readonly values: TradingConfig;
  readonly scorer: Scorer;
  flips: number;
  /** Its differences from the active configuration, computed once per configuration and sent with every bar. */
  compared: { readonly active: TradingConfig; readonly differs: Shadow['differs'] } | null;
}

function candidateOf(
  id: number,
  name: string,
  values: TradingConfig,
  market: ScoredMarket | null,
): Candidate {
  return { id, name, values, scorer: createScorer(values, market), flips: 0, compared: null };
}

function described(candidate: Candidate, active: TradingConfig): Shadow {
  const { id, name, values, scorer, flips } = candidate;
  if (candidate.compared?.active !== active)
    candidate.compared = { active, differs: differsFrom(active, values) };
  return { id, name, differs: candidate.compared.differs, ...shown(scorer), flips };
}

function differsFrom(active: TradingConfig, values: TradingConfig): Shadow['differs'] {
  return changesBetween(active, { ...active, ...scored(values) }).map((change) => ({
    path: `${change.category}.${change.key}`,
    value: change.new,
  }));
}

function shown(scorer: Scorer): Pick<Shadow, 'figures' | 'decision' | 'confidence'> {
  const decided = scorer.decided();
  return {
    figures: scorer.figures(),
    decision: decided?.decision ?? 'none',
    confidence: decided?.confidence ?? null,
  };
}
