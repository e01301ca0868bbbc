import type { Asker } from '../../../shared/asker.ts';
import type { DryRun } from '../../../shared/audit.ts';
import { dayMs, minuteMs } from '../../../shared/market.ts';
import type { Handlers } from '../../../shared/operations/index.ts';
import type { Category } from '../../../shared/parameters.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { Scope } from '../../../shared/symbols.ts';
import type { AuditRecorder } from './audit-recorder.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { AskedChanges, Author, ConfigOwner } from './config-owner.ts';
import type { PreviewLeases } from './preview-lease.ts';
import { type Profiles, readProfileFile } from './profiles.ts';
import { asDifference, changesBetween, changesOfHeld } from './receipts.ts';
import { valuesFor } from './saved-layers.ts';

type ConfigOperation = Exclude<
  Extract<keyof Handlers, `${'config' | 'audit' | 'trial' | 'profiles'}.${string}`>,
  'audit.export' | 'profiles.export' | 'profiles.choose'
>;

export interface ConfigHandlerParts {
  readonly config: ConfigOwner;
  readonly previews: Pick<PreviewLeases, 'of'>;
  readonly trail: AuditTrail;
  readonly recorder: AuditRecorder;
  readonly profiles: Profiles;
  readonly now: () => number;
  readonly onProfiles: () => void;
  /** What the open bundle was trained under, by category; null without a bundle or where nothing differs. */
  readonly bundleChanges: (scope: Scope) => AskedChanges | null;
  /** What changes would do to the caches. */
  readonly cacheEffects: (
    dryRun: Pick<DryRun, 'differences' | 'problems'>,
    scope: Scope,
  ) => Pick<DryRun, 'caches' | 'predictions_dropped'>;
}

/** Everything that asks about the configuration or changes it, on behalf of whoever asks. */
export function createConfigHandlers(parts: ConfigHandlerParts): Pick<Handlers, ConfigOperation> {
  const { config, previews, trail, recorder, profiles, now, onProfiles } = parts;

  function dryRun(changes: AskedChanges, scope: Scope): DryRun {
    const { differences, problems } = config.validate(changes, scope);
    return { differences, problems, ...parts.cacheEffects({ differences, problems }, scope) };
  }

  async function valuesOf(version: number) {
    await recorder.flush();
    const found = await trail.version(version);
    return found ? success(found) : failure('not-found', `There is no version ${version} on record.`);
  }

  async function withProfiles<T>(result: Result<T>): Promise<Result<T>> {
    if (result.ok) onProfiles();
    return result;
  }

  return {
    'config.get': ({ symbol }) => success(config.values(symbol)),
    'config.category': ({ category, symbol }) => success({ ...config.values(symbol)[category as Category] }),
    'config.state': ({ symbol }) => success(config.state(symbol)),
    'config.update': ({ category, changes, symbol, reason, expected_version }, asker) =>
      config.update(category, changes, author(asker, reason, expected_version), symbol),
    'config.preview': ({ category, changes, symbol }, asker) =>
      previews.of(asker).preview(category, changes, symbol),
    'config.commit': ({ reason }, asker) => previews.of(asker).commit(author(asker, reason)),
    'config.cancel': (_input, asker) => previews.of(asker).cancel(),
    'config.reset': ({ category, key, symbol, reason, expected_version }, asker) =>
      config.reset(category, key, author(asker, reason, expected_version), symbol),
    'config.reload': (_input, asker) => config.reload(author(asker)),
    'config.validate': ({ changes, symbol = null }) => success(dryRun(changes, symbol)),
    'config.undo': (_input, asker) => config.undo(author(asker)),
    'config.redo': (_input, asker) => config.redo(author(asker)),
    'config.take-bundle': async ({ symbol = null }, asker) => {
      const changes = parts.bundleChanges(symbol);
      if (!changes) return success(null);
      const by = author(asker, 'The open bundle’s values were taken');
      return config.updateAll(changes, by, 'bundle', symbol);
    },

    'audit.page': async (query) => {
      await recorder.flush();
      return success(await trail.page(query));
    },
    'audit.version': async ({ version, symbol = null }) => {
      const found = await valuesOf(version);
      if (!found.ok) return found;
      const { at, symbols } = found.value;
      return success({ version, at, values: valuesFor(found.value, symbol), symbols });
    },
    'audit.compare': async ({ from, to, symbol }) => {
      const before = await valuesOf(from);
      const after = await valuesOf(to);
      if (!before.ok) return before;
      if (!after.ok) return after;
      if (symbol === undefined) return success(changesOfHeld(before.value, after.value).map(asDifference));
      const values = [before.value, after.value].map((held) => valuesFor(held, symbol));
      return success(changesBetween(values[0], values[1], symbol).map(asDifference));
    },
    'audit.restore': async ({ version, paths, symbol, reason, expected_version }, asker) => {
      const found = await valuesOf(version);
      if (!found.ok) return found;
      const why = reason ?? `Back to v${version}`;
      return config.restore({ ...found.value, paths, scope: symbol }, author(asker, why, expected_version));
    },

    'trial.begin': ({ changes, until, symbol, reason }, asker) => {
      const end =
        until === 'daily-close' ? { at: nextDailyClose(now()) } : { after: until.minutes * minuteMs };
      return config.try(changes, end, author(asker, reason), symbol);
    },
    'trial.keep': (_input, asker) => config.keep(author(asker)),
    'trial.revert': (_input, asker) => config.revert(author(asker)),

    'profiles.list': () => success(profiles.list()),
    'profiles.save': ({ name, paths, symbol }) =>
      withProfiles(profiles.save(name, config.values(symbol), paths, symbol)),
    'profiles.remove': ({ name }) => withProfiles(profiles.remove(name)),
    'profiles.compare': ({ name, symbol }) => {
      const profile = profiles.find(name);
      return profile.ok ? success(dryRun(profile.value.values, symbol ?? profile.value.symbol)) : profile;
    },
    'profiles.apply': async ({ name, symbol, reason, expected_version }, asker) => {
      const profile = profiles.find(name);
      if (!profile.ok) return profile;
      const by = author(asker, reason ?? `Profile "${name}"`, expected_version);
      return config.updateAll(profile.value.values, by, 'profile', symbol ?? profile.value.symbol);
    },
    'profiles.inspect': async ({ path }) => {
      const profile = readProfileFile(path);
      if (!profile.ok) return profile;
      return success({ profile: profile.value, would: dryRun(profile.value.values, profile.value.symbol) });
    },
    'profiles.import': async ({ path }) => {
      const profile = readProfileFile(path);
      if (!profile.ok) return profile;
      const { problems } = dryRun(profile.value.values, profile.value.symbol);
      if (problems.length > 0) {
        const words = problems.map(({ path: at, message }) => `${at} ${message}`).join('; ');
        return failure('invalid', `The profile was not taken: ${words}`, problems);
      }
      return withProfiles(profiles.add(profile.value));
    },
  };
}

/** The end of the present UTC day, when the Daily bar closes. */
function nextDailyClose(time: number): number {
  return (Math.floor(time / dayMs) + 1) * dayMs;
}

function author({ by, name }: Asker, reason?: string, expected?: number): Author {
  return { by, name, reason, expected };
}
