import type { Notice } from '../../../shared/jobs.ts';
import type { Schedule } from '../market/replay.ts';
import type { EngineObserver } from '../observer.ts';
import { createCheckpoints } from '../storage/checkpoints.ts';
import type { Database } from '../storage/database.ts';
import type { Environment } from '../text/environment-text.ts';
import { gapsInWords } from './audit-gaps.ts';
import { type AuditRecorder, createAuditRecorder } from './audit-recorder.ts';
import { type AuditTrail, openAuditTrail } from './audit-trail.ts';
import type { ConfigOwner } from './config-owner.ts';
import type { ConfigStore } from './config-store.ts';
import { readEnvironment } from './environment.ts';
import { createProfiles, type ProfileStorage, type Profiles } from './profiles.ts';
import { versionEdited } from './reading-edits.ts';
import { reconcile, trueVersion } from './reconcile.ts';
import { createTradingConfig } from './trading-config.ts';

/** The configuration with what keeps it: its trail and its profiles. */
export interface Configuration {
  readonly config: ConfigOwner;
  readonly trail: AuditTrail;
  readonly recorder: AuditRecorder;
  readonly profiles: Profiles;
  /** What was found on the way that a person should know. */
  readonly notices: readonly Pick<Notice, 'level' | 'message'>[];
  /** Nothing more is written by itself; the trail stays open until its database closes. */
  close(): void;
}

/** Reads the layers, opens the trail and makes both agree, before anyone subscribes. */
export async function openConfiguration(options: {
  database: Database;
  store: ConfigStore;
  profileStorage: ProfileStorage;
  environment: Environment;
  now: () => number;
  elapsed: () => number;
  schedule: Schedule;
  /** The trail refused a write. */
  onProblem: (message: string) => void;
  onAudit?: EngineObserver['onAudit'];
}): Promise<Configuration> {
  const { database, store, profileStorage, now, elapsed, onProblem } = options;
  const trail = await openAuditTrail(database);
  const early: string[] = [];
  let tell: (message: string) => void = (message) => early.push(message);
  const checkpoints = createCheckpoints({ database, schedule: options.schedule });
  const recorder = createAuditRecorder({
    trail: {
      async append(entries) {
        const written = await trail.append(entries);
        if (written.ok) checkpoints.changed();
        return written;
      },
    },
    onProblem: (message) => tell(message),
    onAudit: options.onAudit,
    schedule: options.schedule,
  });
  const environment = readEnvironment(options.environment);
  const loaded = await store.load();
  const found = loaded.ok ? loaded.value : null;
  const { stored, edited } = found
    ? trueVersion(found, (await trail.newest())?.version ?? null)
    : { stored: null, edited: null };
  const { config, problems } = createTradingConfig({
    store,
    stored,
    environment: environment.layer,
    now,
    elapsed,
    recorder,
    tell: (message) => tell(message),
  });
  const mended = await reconcile(config, { trail, recorder, stored, now });
  const notices: Pick<Notice, 'level' | 'message'>[] = [
    ...environment.problems.map(({ path, message }) => ({
      level: 'warning' as const,
      message: `${path} ${path.includes(',') ? 'were' : 'was'} ignored: ${message}`,
    })),
    ...problems.map(({ path, message }) => ({
      level: 'warning' as const,
      message: `The saved ${path} was left out: it ${message}`,
    })),
  ];
  if (!loaded.ok) notices.push({ level: 'error', message: loaded.problem.message });
  if (edited !== null) notices.push({ level: 'warning', message: versionEdited(edited, config.version()) });
  if (mended) notices.push({ level: 'warning', message: mended });
  const gaps = await trail.takeNewGaps(now());
  if (gaps.length > 0) notices.push({ level: 'warning', message: gapsInWords(gaps) });
  for (const message of new Set(early)) notices.push({ level: 'error', message });
  tell = onProblem;
  const profiles = createProfiles(profileStorage, now);
  return { config, trail, recorder, profiles, notices, close: checkpoints.close };
}
