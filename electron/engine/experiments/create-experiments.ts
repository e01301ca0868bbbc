import { windowAsker } from '../../../shared/asker.ts';
import type { ExperimentFile, Reproduction } from '../../../shared/experiments/experiment-file.ts';
import type { ShadowState } from '../../../shared/experiments/shadows.ts';
import type { Handlers, OperationInput } from '../../../shared/operations/index.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { createShadowBook } from '../candidates/shadow-book.ts';
import { createShadowHandlers, type ShadowOperation } from '../candidates/shadow-handlers.ts';
import { createShadowMarkets } from '../candidates/shadow-market.ts';
import { openVersionLog } from '../candidates/version-log.ts';
import type { AuditRecorder } from '../config/audit-recorder.ts';
import type { AuditTrail } from '../config/audit-trail.ts';
import type { ConfigOwner } from '../config/config-owner.ts';
import type { Profiles } from '../config/profiles.ts';
import { valuesOfSymbol } from '../config/saved-layers.ts';
import type { BundleChoice } from '../instruments/bundle-choice.ts';
import type { Catalog } from '../instruments/catalog.ts';
import type { DatasetUses } from '../instruments/dataset-uses.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { Instruments } from '../instruments/instruments.ts';
import type { Session } from '../instruments/session.ts';
import type { Jobs } from '../jobs.ts';
import { createLaboratory } from '../laboratory/laboratory.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import type { MarketStore } from '../market/market-store.ts';
import type { Schedule } from '../market/replay.ts';
import type { BundleLibrary } from '../models/bundles/bundle-library.ts';
import type { StartWorker } from '../threads/worker-calls.ts';
import { createConfigSources, withChanges } from './config-sources.ts';
import { exportBacktest, readExperimentFile, writeExperimentFile } from './experiment-export.ts';
import { createExperimentHandlers, type ExperimentOperation } from './experiment-handlers.ts';
import { createGrounds } from './ground.ts';
import { createScopes } from './scopes.ts';

/** Everything that tries configurations without putting them in force. */
export interface Experiments {
  readonly handlers: Pick<Handlers, ExperimentOperation | ShadowOperation>;
  readonly files: ExperimentFiles;
  shadows(): ShadowState;
  /** The candidates, to be stored for the next start. */
  candidates(): Session['shadows'];
  /** Call it when an instrument has reached a bar. The candidates follow the instrument in focus. */
  arrived(instrument: Instrument, index: number): void;
  /** Call it when another configuration is in force. */
  configChanged(): void;
  /** Stores which version was in force on which bars. */
  save(): Promise<Result<null>>;
  close(): Promise<void>;
}

/** The experiments' files, at paths that the user has chosen. */
export interface ExperimentFiles {
  save(input: OperationInput<'experiments.save'>, path: string): Promise<Result<ExperimentFile>>;
  open(path: string): Promise<Result<Reproduction>>;
  export(input: OperationInput<'experiments.export'>, path: string): Promise<Result<null>>;
}

export interface ExperimentsParts {
  readonly config: ConfigOwner;
  readonly trail: AuditTrail;
  readonly recorder: AuditRecorder;
  readonly profiles: Profiles;
  readonly instruments: Instruments;
  readonly catalog: Catalog;
  readonly choice: BundleChoice;
  readonly uses: Pick<DatasetUses, 'during'>;
  readonly store: MarketStore;
  readonly library: BundleLibrary;
  readonly assets: AssetService;
  readonly jobs: Jobs;
  readonly schedule: Schedule;
  readonly startWorker: StartWorker;
  /** Wall clock, ms. */
  readonly now: () => number;
  readonly onShadows: () => void;
  readonly onPredicted: () => void;
  /** The candidates at the end of the last run. */
  readonly candidates: Session['shadows'];
}

export async function createExperiments(parts: ExperimentsParts): Promise<Experiments> {
  const { config, trail, recorder, instruments, catalog } = parts;
  const versionLog = await openVersionLog(parts.store.database);
  const laboratory = createLaboratory(parts);
  const focusSymbol = () => instruments.focus()?.dataset().symbol;
  const sources = createConfigSources({
    ...parts,
    async valuesOf(version, symbol = '') {
      await recorder.flush();
      const found = await trail.version(version);
      return found
        ? success(valuesOfSymbol(found, symbol))
        : failure('not-found', `There is no version ${version} on record.`);
    },
  });
  const scopes = createScopes({ ...parts, grounds: createGrounds(parts) });
  const shadows = createShadowBook({
    active: () => config.values(focusSymbol()),
    onChange: parts.onShadows,
    // A candidate that is no longer valid after an update of the desk is dropped: it could not be promoted.
    from: parts.candidates.flatMap(({ name, values }) => {
      const whole = withChanges(config.values(), values);
      return whole.ok ? [{ name, values: whole.value }] : [];
    }),
  });
  const market = createShadowMarkets(parts);
  const experiments = createExperimentHandlers({
    ...parts,
    sources,
    scopes,
    laboratory,
    versionLog,
    bundles: catalog.bundles,
    async versionUpTo(version) {
      await recorder.flush();
      return trail.versionUpTo(version);
    },
  });

  return {
    handlers: {
      ...experiments,
      ...createShadowHandlers({
        shadows,
        sources: (source) => sources(source, focusSymbol()),
        config,
        symbol: focusSymbol,
      }),
    },
    files: {
      async save(input, path) {
        const recorded = await experiments['experiments.record'](input, windowAsker);
        if (!recorded.ok) return recorded;
        const written = await writeExperimentFile(path, recorded.value);
        return written.ok ? recorded : written;
      },
      async open(path) {
        const file = await readExperimentFile(path);
        return file.ok ? experiments['experiments.reproduce']({ file: file.value }, windowAsker) : file;
      },
      async export({ what, format, ...input }, path) {
        const found = await experiments['experiments.backtest']({ ...input, seed: 1 }, windowAsker);
        return found.ok ? exportBacktest(found.value, what, format, path) : found;
      },
    },
    shadows: shadows.state,
    candidates: shadows.candidates,
    arrived(instrument, index) {
      if (instrument === instruments.focus()) shadows.arrived(market(instrument), index);
      const answering = instrument.answering();
      const { symbol } = instrument.dataset();
      const version = config.previewing(symbol) ? null : config.versionOf(symbol);
      versionLog.arrived(
        instrument.id,
        index,
        index < 0 ? Number.NaN : instrument.data.log('1H').timeAt(index),
        answering && {
          identity: answering,
          bundle: answering.bundle.hash,
          version,
        },
      );
    },
    configChanged: shadows.activeChanged,
    save: versionLog.save,
    async close() {
      await laboratory.close();
      await versionLog.save();
    },
  };
}
