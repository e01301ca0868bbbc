import { readdirSync, writeSync } from 'node:fs';
import { app } from 'electron';
import { type Configuration, openConfiguration } from '../../electron/engine/config/open-configuration.ts';
import { openDatabase } from '../../electron/engine/storage/database.ts';
import { openConfigFile } from '../../electron/files/config-file.ts';
import { openProfilesFolder } from '../../electron/files/profiles-folder.ts';
import { elapsed, now, schedule } from '../../electron/shell/clock.ts';
import type { Said, StormTask } from './storm.ts';

// Started by storm.ts inside Electron, without a window: what keeps the configuration, and nothing else.
const task: StormTask = JSON.parse(process.env.DESK_STORM ?? '');

void app.whenReady().then(async () => {
  const { config, trail, recorder, notices } = await open();
  await recorder.flush();
  const page = await trail.page({ filter: { outcome: 'accepted' }, limit: task.lookBack });
  say({
    kind: 'started',
    version: config.version(),
    spread: config.values().trading.spread_pips,
    newest: (await trail.newest()) ?? null,
    record: page.entries.map(({ version, changes }) => ({ version, changes })),
    notices: notices.map(({ message }) => message),
    files: readdirSync(app.getPath('userData')),
  });
  for (let count = 1; count <= task.updates; count += 1) {
    const first = config.version() + count / 1000;
    const burst = Array.from({ length: task.together ?? 1 }, async (_, index) => {
      const spread = first + index;
      const answer = await config.update('trading', { spread_pips: spread }, { by: 'window' });
      if (answer.ok) say({ kind: 'saved', version: answer.value.version, spread });
      else say({ kind: 'refused', code: answer.problem.code, version: config.version() });
    });
    await Promise.all(burst);
    // The trail writes beside the storm, as it does beside a user.
    if (count % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  // Every thread stands still: whatever was on its way to the disk stays on its way.
  if (task.end === 'stop') process.kill(process.pid, 'SIGSTOP');
  app.exit(0);
});

async function open(): Promise<Configuration> {
  const folder = app.getPath('userData');
  const { store, notice } = openConfigFile({ folder, now, elapsed, schedule });
  if (notice) say({ kind: 'notice', message: notice });
  const profiles = openProfilesFolder({ folder, now });
  const opened = await openDatabase({ folder, now: Date.now });
  if (!opened.ok) throw new Error(opened.problem.message);
  if (opened.value.notice) say({ kind: 'notice', message: opened.value.notice });
  return openConfiguration({
    database: opened.value.database,
    store,
    profileStorage: profiles.storage,
    environment: {},
    now: Date.now,
    elapsed: () => performance.now(),
    schedule,
    onProblem: (message) => say({ kind: 'trail-problem', message }),
  });
}

/** To the pipe, whole, before anything else happens. */
function say(line: Said): void {
  let left = Buffer.from(`${JSON.stringify(line)}\n`);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      // The pipe is full; whoever reads it makes room.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}
