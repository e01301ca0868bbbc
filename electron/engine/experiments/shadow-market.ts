import { regimes } from '../ensemble/regime.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import type { DataService } from '../market/data-service.ts';
import type { MarketSession } from '../market-session.ts';
import type { ShadowMarket } from './shadow-book.ts';

/** The open market as the shadows follow it; null while no model answers. The same object while it is the same. */
export function createShadowMarkets(parts: {
  session: Pick<MarketSession, 'answering'>;
  data: Pick<DataService, 'log'>;
  assets: Pick<AssetService, 'metadata'>;
}): () => ShadowMarket | null {
  const { session, data, assets } = parts;
  let market: ShadowMarket | null = null;
  return () => {
    const answering = session.answering();
    if (!answering) return null;
    if (market?.identity === answering) return market;
    const hours = data.log('1H');
    market = {
      identity: answering,
      pipSize: assets.metadata(answering.dataset.symbol).pip_size,
      barAt: hours.barAt,
      saidAt(index) {
        const said = answering.answers.at(index);
        return said && { probUp: said.probUp, regime: regimes[said.regime] };
      },
    };
    return market;
  };
}
