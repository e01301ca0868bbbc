import type { VersionResult } from '../../../shared/experiments/version-results.ts';
import { hourMs } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { type Result, success } from '../../../shared/result.ts';
import { differencesBetween } from '../config/receipts.ts';
import { type SymbolLayers, valuesOfSymbol } from '../config/saved-layers.ts';
import type { Place, Scopes } from '../experiments/scopes.ts';
import type { CallOptions, Laboratory } from '../laboratory/laboratory.ts';
import { decisionRulesOf, tradeRulesOf } from '../laboratory/material.ts';
import { bundleByHash } from '../models/bundles/bundle-hash.ts';
import type { VersionLog, VersionSpan } from './version-log.ts';

/** A version on record. */
export interface RecordedVersion {
  readonly version: number;
  readonly values: TradingConfig;
  /** What single symbols had on top of them. */
  readonly symbols: SymbolLayers;
}

/**
 * The figures of each version on the bars during which it was in force, and of the version before it on the same bars;
 * newest first. Spans whose data, bundle or version no longer exists are left out.
 */
export async function versionResults(
  parts: {
    readonly log: VersionLog;
    readonly scopes: Scopes;
    readonly laboratory: Pick<Laboratory, 'point'>;
    readonly bundles: () => readonly BundleSummary[];
    /** The newest version on record up to this one; null where there is none. */
    readonly versionUpTo: (version: number) => Promise<RecordedVersion | null>;
  },
  { limit, dataset }: { readonly limit: number; readonly dataset?: string | undefined },
  call: CallOptions = {},
): Promise<Result<VersionResult[]>> {
  const { log, scopes, laboratory, bundles, versionUpTo } = parts;

  async function figuresOf({ ground, range }: Place, values: TradingConfig) {
    const request = { rules: tradeRulesOf(values), decision: decisionRulesOf(values), range };
    const point = await laboratory.point(ground.key, ground.material, request, { signal: call.signal });
    return point.ok ? success(point.value.figures) : point;
  }

  async function placeOf({ dataset, bundle, from, to }: VersionSpan): Promise<Place | null> {
    const found = bundleByHash(bundles(), bundle);
    if (!found) return null;
    const scope = {
      dataset,
      bundle: found.id,
      part: 'all',
      from,
      to: to + hourMs,
      spread: 'recorded',
    } as const;
    const place = await scopes.place(scope);
    return place.ok ? place.value : null;
  }

  async function resultOf(span: VersionSpan): Promise<Result<VersionResult | null>> {
    const own = await versionUpTo(span.version);
    const place = own?.version === span.version ? await placeOf(span) : null;
    if (!own || !place) return success(null);
    const figures = await figuresOf(place, valuesOfSymbol(own, place.period.symbol));
    if (!figures.ok) return figures;
    const before = await versionUpTo(span.version - 1);
    const beside = before && (await figuresOf(place, valuesOfSymbol(before, place.period.symbol)));
    if (beside && !beside.ok) return beside;
    return success({
      version: span.version,
      dataset: span.dataset,
      bundle: place.ground.bundle.id,
      from: span.from,
      to: span.to,
      bars: place.period.bars,
      figures: figures.value,
      predecessor: before?.version ?? null,
      predecessor_figures: beside?.value ?? null,
      changed: before ? changedFor(place.period.symbol, before, own) : [],
    });
  }

  const spans = await log.spans(limit, dataset);
  const results: VersionResult[] = [];
  for (const [i, span] of spans.entries()) {
    call.onProgress?.(i / spans.length, `Version ${span.version}`);
    const result = await resultOf(span);
    if (!result.ok) return result;
    if (result.value) results.push(result.value);
  }
  return success(results);
}

/** Paths of what differs between two versions, as they were for a symbol. */
function changedFor(symbol: string, before: RecordedVersion, after: RecordedVersion): string[] {
  return differencesBetween(valuesOfSymbol(before, symbol), valuesOfSymbol(after, symbol)).map(
    ({ path }) => path,
  );
}
