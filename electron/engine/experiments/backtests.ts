import type { Backtest, Point } from '../../../shared/experiments/backtest.ts';
import type { Scope, SpreadKind } from '../../../shared/experiments/scope.ts';
import type { ConfigSource, Tried } from '../../../shared/experiments/source.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { CallOptions, Laboratory } from '../laboratory/laboratory.ts';
import { decisionRulesOf, tradeRulesOf } from '../laboratory/material.ts';
import { decisionsOf } from '../trades/trade-run.ts';
import type { ConfigSources, NamedConfig } from './config-sources.ts';
import type { Place, Scopes } from './scopes.ts';

/** What every experiment runs on: a configuration, a dataset and a period. */
export interface Subject {
  readonly named: NamedConfig;
  readonly place: Place;
}

/** Resolves a source and a scope; fails with the reason where the configuration is not valid or there are no bars. */
export async function subjectOf(
  parts: { readonly sources: ConfigSources; readonly scopes: Scopes },
  { scope, source }: { readonly scope: Scope; readonly source: ConfigSource },
): Promise<Result<Subject>> {
  const place = await parts.scopes.place(scope);
  const named = await parts.sources(source, place.ok ? place.value.period.symbol : undefined);
  if (!named.ok) return named;
  return place.ok ? success({ named: named.value, place: place.value }) : place;
}

/** A subject in the form of a laboratory request. */
export function requestOf({ named: { values }, place: { range, period } }: Subject) {
  return { ...rulesOf(values, period.spread), range };
}

/** The part of a configuration that an experiment depends on. */
export function rulesOf(values: NamedConfig['values'], spread: SpreadKind) {
  return { rules: tradeRulesOf(values, spread === 'recorded'), decision: decisionRulesOf(values) };
}

export function triedOf({ label, values }: NamedConfig): Tried {
  return { label, values };
}

export async function point(
  laboratory: Laboratory,
  subject: Subject,
  call?: CallOptions,
): Promise<Result<Point>> {
  const { ground, period } = subject.place;
  const found = await laboratory.point(ground.key, ground.material, requestOf(subject), call);
  return found.ok ? success({ period, tried: triedOf(subject.named), ...found.value }) : found;
}

export async function backtest(
  laboratory: Laboratory,
  subject: Subject,
  seed: number,
  call?: CallOptions,
): Promise<Result<Backtest>> {
  const { ground, period } = subject.place;
  const request = { ...requestOf(subject), seed };
  const found = await laboratory.backtest(ground.key, ground.material, request, call);
  if (!found.ok) return found;
  const because = found.value.trades.length > 0 ? success(null) : await whyEmpty(laboratory, subject, call);
  if (!because.ok) return because;
  return success({
    period,
    tried: triedOf(subject.named),
    ...found.value,
    empty_because: because.value,
  });
}

/** Why a period has no trades, in words. */
async function whyEmpty(
  laboratory: Laboratory,
  subject: Subject,
  call?: CallOptions,
): Promise<Result<string>> {
  const { ground, range } = subject.place;
  const { decision } = requestOf(subject);
  const threshold = decision.threshold;
  if (ground.answers) {
    const { confidence } = decisionsOf(ground.answers, decision, range);
    const said = confidence.filter((each) => !Number.isNaN(each));
    if (said.length === 0) return success(silent);
    const highest = said.reduce((most, each) => Math.max(most, each));
    if (highest >= threshold) return success(unentered);
    return success(
      `No bar reaches the confidence threshold of ${threshold}; the highest confidence is ${shortened(highest)}.`,
    );
  }
  const anyBar = { ...requestOf(subject), decision: { ...decision, threshold: 0 } };
  const probe = await laboratory.point(ground.key, ground.material, anyBar, call);
  if (!probe.ok) return probe;
  return success(
    probe.value.figures.trades === 0
      ? silent
      : `No bar that could be traded reaches the confidence threshold of ${threshold}.`,
  );
}

const silent =
  'There are no predictions in this period: the models are still warming up, or the history is too short.';
const unentered = 'The only signals come at the last bar, and there is no later bar to enter a trade at.';

/** Rounded down, so that it never seems to reach a threshold that it missed. */
function shortened(confidence: number): string {
  return String(Math.floor(confidence * 1e4) / 1e4);
}
