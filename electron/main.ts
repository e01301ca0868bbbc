import { messageOf } from '../shared/result.ts';
import './shell/early-signals.ts';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { app, dialog, safeStorage } from 'electron';
import { whyUnusable } from '../scripts/shared/data-folder.mjs';
import { helpLines } from '../scripts/shared/help.mjs';
import { windowAsker } from '../shared/asker.ts';
import { type Problem, type Result, success } from '../shared/result.ts';
import { createDeskApi, type DeskApi } from './api/desk-api.ts';
import { readApiSwitches } from './api/door/switches.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { openDeskFiles } from './files/desk-files.ts';
import type { SessionFile } from './files/session-file.ts';
import { serveOperations } from './gateway/ipc.ts';
import { appOrigin, registerAppScheme, serveApp } from './shell/app-protocol.ts';
import { elapsed, now, schedule } from './shell/clock.ts';
import { readDeskArguments } from './shell/command-line.ts';
import { createDialogHandlers } from './shell/dialogs.ts';
import { prepareEnding } from './shell/ending.ts';
import { linkToLauncher } from './shell/launcher-link.ts';
import { lockDown } from './shell/lock-down.ts';
import { takeHarmFromSignals } from './shell/signals.ts';
import { configLine, predictionLine, readyLine } from './shell/terminal/lines.ts';
import { terminal } from './shell/terminal/terminal.ts';
import { outliveGraphics } from './shell/window/graphics-loss.ts';
import { setMenu } from './shell/window/menu.ts';
import { type DeskWindow, openWindow } from './shell/window/window.ts';

// Set while building: true only under `npm run dev`.
declare const __DEVELOPMENT__: boolean;

takeHarmFromSignals();
process.on('uncaughtException', terminal.bug);
process.on('unhandledRejection', terminal.bug);

const built = dirname(fileURLToPath(import.meta.url));
const typed = readDeskArguments(process.argv, app.getAppPath(), process.cwd());
const headless = typed.values.headless !== undefined;
const development = __DEVELOPMENT__ ? process.env.DESK_DEV_URL : undefined;
const origin = development ? new URL(development).origin : appOrigin;
const seed = 20_240_101;
const api = readApiSwitches(typed.values, process.env, process.cwd());
const link = linkToLauncher(process.env);
const ending = prepareEnding({ link, headless, detached: typed.values.detach !== undefined });

// Before anything reads or writes there.
if (typed.values['user-data-dir']) app.setPath('userData', typed.values['user-data-dir']);
const folder = app.getPath('userData');

// Before the app is ready.
if (headless) {
  // A signal to the group reaches every process of it; there must be no graphics process to die before us.
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('in-process-gpu');
} else {
  outliveGraphics(app, schedule, ending.begun);
}
// As root Chromium cannot sandbox and the launcher says so; windows stay isolated all the same.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// The window's texts run from left to right; a menu mirrored for the system's language alone would not match.
app.commandLine.appendSwitch('force-ui-direction', 'ltr');
registerAppScheme();

const hindrances =
  typed.mistakes.length > 0 ? typed.mistakes : [whyUnusable(folder)].filter((why) => why !== null);
if (typed.values.help || typed.values.version) {
  for (const line of typed.values.help ? helpLines() : [app.getVersion()]) terminal.say(line);
  ending.begin(0);
} else if (hindrances.length > 0) {
  // A desk that did only half of what was asked would mislead.
  for (const hindrance of hindrances) terminal.warn(hindrance);
  ending.begin(1);
} else if (app.requestSingleInstanceLock()) {
  // No top-level wait: an ES module that waits for `ready` here never gets it.
  void app.whenReady().then(() => {
    if (!ending.begun()) void run();
  });
} else {
  terminal.warn(
    `Ensemble Desk is running already with the data folder ${folder}. Use that one, or give this one a folder of its own: --user-data-dir PATH`,
  );
  ending.begin(1);
}

async function run(): Promise<void> {
  const opened = openDeskFiles({
    folder,
    now,
    elapsed,
    schedule,
    tell: (message) => void creating.then((engine) => engine.notice('warning', message)),
  });
  const files = opened.ok ? opened.value : await giveUp(opened.problem);
  const about = { version: app.getVersion(), electron: process.versions.electron };
  let isReady = false;
  const deskApi = createDeskApi({
    folder,
    about,
    said: api,
    // Without a window the token must be where a script can read it.
    system: headless ? null : safeStorage,
    engine: () => creating,
    ready: () => isReady,
    now,
    elapsed,
    schedule,
  });
  const leaving = new AbortController();
  const created = createEngine({
    leaving: leaving.signal,
    folder,
    configStore: files.config,
    profileStorage: files.profiles,
    sessionStorage: files.session,
    environment: process.env,
    startWorker: (name) => new Worker(join(built, 'workers', `${name}.js`)),
    now,
    elapsed,
    schedule,
    seed,
    about,
    readApi: deskApi.state,
    observer: deskApi.observer,
  });
  const creating = created.then((result) =>
    result.ok ? result.value : giveUp(result.problem, { page: !headless }),
  );
  // The page loads while the engine opens its files; what it asks for meanwhile waits.
  const window = headless ? null : showWindow(created, deskApi, files.session);
  ending.closes(async () => {
    leaving.abort();
    // The API first: nobody may enter an engine that is closing.
    await deskApi.close();
    const result = await created;
    if (result.ok) await result.value.close();
  });

  const engine = await creating;
  surviveBugs(engine);
  engine.onEvent((event) => window?.send(event));
  if (headless) printNotices(engine);
  for (const notice of files.notices) engine.notice('error', notice);
  app.on('second-instance', () => {
    window?.show();
    engine.notice('info', 'Ensemble Desk was started again with this data folder; this desk goes on.');
  });

  if (!(await openDoor(deskApi, engine))) {
    ending.begin(1);
    return;
  }

  const started = await engine.start();
  if (ending.begun()) return;
  isReady = started.ok;
  if (started.ok) terminal.say(readyLine(started.value));
  else {
    engine.notice('error', started.problem.message);
    terminal.warn(`The desk is open but could not get ready: ${started.problem.message}`);
  }
  link.tell(started.ok ? 'ready' : 'not-ready');
  if (headless) printChanges(engine);
}

/** False where the desk must not go on without it. */
async function openDoor(deskApi: DeskApi, engine: Engine): Promise<boolean> {
  const problem = await deskApi.begin(engine);
  const line = deskApi.line();
  if (line) terminal.say(line);
  if (problem === null) return true;
  // Whoever asked for this port depends on it, and without a window nothing else says what is wrong.
  const demanded = headless && api.switches.portDemanded;
  if (!headless || demanded) terminal.warn(problem);
  if (!demanded) engine.notice('error', problem);
  return !demanded;
}

/**
 * Without its data there is no desk: says why. A page that is there shows the reason for as long as it is open;
 * otherwise the desk ends. Never settles.
 */
function giveUp({ code, message }: Problem, { page } = { page: false }): Promise<never> {
  const never = new Promise<never>(() => undefined);
  // Somebody asked the desk to end meanwhile, and it does.
  if (code === 'cancelled') return never;
  terminal.warn(message);
  link.tell('not-ready');
  ending.hasFailed();
  if (page) return never;
  const told = headless
    ? Promise.resolve()
    : dialog.showMessageBox({ type: 'error', message: 'Ensemble Desk cannot start', detail: message });
  void told.finally(() => ending.leave(1));
  return never;
}

function showWindow(
  created: Promise<Result<Engine>>,
  deskApi: DeskApi,
  sessionFile: SessionFile,
): DeskWindow {
  lockDown(origin);
  serveApp(join(built, 'renderer'));
  // Nobody is left to save or cancel what was being dragged.
  const pageLeft = () => void created.then((opened) => opened.ok && opened.value.askers.left(windowAsker.id));
  const window = openWindow({
    url: development ?? `${appOrigin}/index.html`,
    folder: built,
    bounds: sessionFile.windowBounds(),
    onBounds: sessionFile.saveWindowBounds,
    tell: (message) => void created.then((opened) => opened.ok && opened.value.notice('warning', message)),
    onPageGone: pageLeft,
  });
  const handlers = created.then((opened) =>
    opened.ok
      ? success({
          ...opened.value.operations,
          ...createDialogHandlers(window.browserWindow, opened.value),
          ...deskApi.handlers,
        })
      : opened,
  );
  serveOperations(handlers, origin, pageLeft);
  setMenu(window, { electron: process.versions.electron, folder });
  return window;
}

function printNotices(engine: Engine): void {
  engine.onEvent(({ logs }) => {
    for (const { level, message } of logs.notices ?? []) terminal.warn(`${level}: ${message}`);
  });
}

function printChanges(engine: Engine): void {
  engine.onPrediction((prediction) => terminal.say(predictionLine(prediction)));
  engine.onConfig((change) => {
    const line = configLine(change);
    if (line) terminal.say(line);
  });
}

/** A bug is told and the desk goes on: what is saved is saved already, and a trader may be mid-trade. */
function surviveBugs(engine: Engine): void {
  const tell = (bug: unknown) => {
    terminal.bug(bug);
    engine.notice('error', `Something went wrong inside the desk: ${messageOf(bug)}`);
  };
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.removeAllListeners(event).on(event, tell);
  }
}
