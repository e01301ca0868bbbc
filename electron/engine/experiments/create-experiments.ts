import type { ShadowState } from '../../../shared/experiments.ts';
import type { Handlers } from '../../../shared/operations.ts';
import { failure, success } from '../../../shared/result.ts';
import type { AuditRecorder } from '../config/audit-recorder.ts';
import type { AuditTrail } from '../config/audit-trail.ts';
import type { Author, ConfigOwner } from '../config/config-owner.ts';
import type { Profiles } from '../config/profiles.ts';
import type { ModelService } from '../ensemble/model-service.ts';
import type { AssetService } from '../market/asset-service.ts';
import type { DataService } from '../market/data-service.ts';
import type { Replay } from '../market/replay.ts';
import type { MarketSession } from '../market-session.ts';
import { createConfigSources } from './config-sources.ts';
import { createExperimentHandlers, type ExperimentOperation } from './experiment-handlers.ts';
import { createShadowBook } from './shadow-book.ts';
import { createShadowHandlers, type ShadowOperation } from './shadow-handlers.ts';
import { createShadowMarkets } from './shadow-market.ts';

/** What would have been, and what would be: everything that tries configurations without putting them in force. */
export interface Experiments {
  handlersFor(who: Pick<Author, 'by' | 'name'>): Pick<Handlers, ExperimentOperation | ShadowOperation>;
  shadows(): ShadowState;
  /** The replay has arrived at a bar. */
  arrived(index: number): void;
  /** Another configuration is in force. */
  configChanged(): void;
}

export function createExperiments(parts: {
  config: ConfigOwner;
  trail: AuditTrail;
  recorder: AuditRecorder;
  profiles: Profiles;
  session: MarketSession;
  models: ModelService;
  data: DataService;
  assets: AssetService;
  replay: Replay;
  onShadows: () => void;
}): Experiments {
  const { config, trail, recorder, profiles, session, models, data, assets, replay } = parts;
  const sources = createConfigSources({
    config,
    profiles,
    async valuesOf(version) {
      await recorder.flush();
      const found = await trail.version(version);
      return found
        ? success(found.values)
        : failure('not-found', `There is no version ${version} on record.`);
    },
  });
  const shadows = createShadowBook({ active: config.values, onChange: parts.onShadows });
  const market = createShadowMarkets({ session, data, assets });
  const experiments = createExperimentHandlers({ config, session, models, data, replay });

  return {
    handlersFor: (who) => ({ ...experiments, ...createShadowHandlers({ shadows, sources, config }, who) }),
    shadows: shadows.state,
    arrived: (index) => shadows.arrived(market(), index),
    configChanged: shadows.activeChanged,
  };
}
