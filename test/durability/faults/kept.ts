import { expect } from 'vitest';
import type { DrivenDesk } from './driven-desk.ts';

/** What has been acknowledged, held against every later start. */
export function createKept() {
  let spread = 1;
  let version = 0;
  let checks = 0;

  return {
    checks: () => checks,
    async check(desk: DrivenDesk): Promise<void> {
      checks += 1;
      const { config, market, models, profiles } = await answer<Snapshot>(desk, 'desk.snapshot', {}).then(
        ({ state }) => state,
      );
      expect(market.datasets).toEqual(
        expect.arrayContaining([expect.objectContaining({ id: 'GBPUSD', bars: gbpBars })]),
      );
      const gold = market.datasets.find(({ id }) => id === 'XAUUSD');
      if (gold) expect(gold.bars).toBe(200_000);
      expect(models.bundles.length).toBeGreaterThanOrEqual(1);
      expect(profiles).toHaveLength(2);
      if (version > 0) {
        expect(config.version).toBe(version);
        expect(config.values.trading.spread_pips).toBe(spread);
      }
      const page = await answer<Page>(desk, 'audit.page', { filter: { outcome: 'accepted' }, limit: 500 });
      expect(page.missing).toEqual([]);
      expect(page.entries[0].version).toBe(config.version);
      spread = Number((spread + 0.01).toFixed(2));
      const changed = await desk.ask('config.update', {
        category: 'trading',
        changes: { spread_pips: spread },
      });
      expect(changed.status).toBe(200);
      version = config.version + 1;
    },
  };
}

const gbpBars = 12_959;

export interface Snapshot {
  readonly state: {
    readonly config: {
      readonly version: number;
      readonly values: { readonly trading: { readonly spread_pips: number } };
    };
    readonly market: { readonly datasets: readonly { readonly id: string; readonly bars: number }[] };
    readonly models: { readonly bundles: readonly unknown[] };
    readonly profiles: readonly unknown[];
  };
}

interface Page {
  readonly entries: readonly { readonly version: number }[];
  readonly missing: readonly unknown[];
}

/** What the desk answers to a question that it must not refuse. */
export async function answer<T>(
  desk: DrivenDesk,
  name: 'desk.snapshot' | 'audit.page',
  input: Parameters<DrivenDesk['ask']>[1],
): Promise<T> {
  const { status, body } = await desk.ask(name, input as never);
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { readonly data: T }).data;
}
