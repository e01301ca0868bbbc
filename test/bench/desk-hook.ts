import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { app, ipcMain, type WebContents } from 'electron';
import type { Command, Mark, Shown, Stall } from './desk-process.ts';

// Loaded into the main process before the app (electron -r): the product itself knows nothing of benches.
const epochNow = () => performance.timeOrigin + performance.now();
const booted = epochNow();
const marks: Mark[] = [];
const stalls: Stall[] = [];
let page: WebContents | null = null;

markHandlers();
markFsync();
watchStalls();
app.on('web-contents-created', (_event, contents) => {
  page ??= contents;
  if (page === contents) contents.once('dom-ready', () => void reportShown(contents));
});
process.on('message', async ({ id, command }: { id: number; command: Command }) => {
  try {
    process.send?.({ id, value: await execute(command) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
});

async function execute(command: Command): Promise<unknown> {
  switch (command.kind) {
    case 'evaluate':
      return page?.executeJavaScript(command.script, true);
    case 'key':
      page?.focus();
      return page?.sendInputEvent({ type: command.type, keyCode: command.key });
    case 'mouse': {
      const { type, x, y } = command;
      const modifiers: 'leftbuttondown'[] = type === 'drag' ? ['leftbuttondown'] : [];
      return page?.sendInputEvent({
        type: mouseEvents[type],
        x,
        y,
        button: 'left',
        clickCount: 1,
        modifiers,
      });
    }
    case 'marks':
      return marks.splice(0);
    case 'stalls':
      return stalls.splice(0);
    case 'quit':
      return app.quit();
  }
}

const mouseEvents = { down: 'mouseDown', up: 'mouseUp', move: 'mouseMove', drag: 'mouseMove' } as const;

async function reportShown(contents: WebContents): Promise<void> {
  const domReady = epochNow();
  // What hit the eye: the first frame that holds the element.
  const script = `(${paintedWith})(${JSON.stringify(process.env.BENCH_SELECTOR)})`;
  const seen = await contents.executeJavaScript(script);
  const shown: Shown = { booted, domReady, ...seen };
  process.send?.({ shown });
}

/** Runs in the page. */
function paintedWith(selector: string): Promise<{ firstPaint: number; painted: number }> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port2.onmessage = () => {
      const painted = performance.timeOrigin + performance.now();
      const [first] = performance.getEntriesByName('first-contentful-paint');
      resolve({ firstPaint: performance.timeOrigin + (first?.startTime ?? Number.NaN), painted });
    };
    const look = () => {
      if (!document.querySelector(selector)) return false;
      requestAnimationFrame(() => channel.port1.postMessage(null));
      return true;
    };
    if (look()) return;
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    observer.observe(document, { subtree: true, childList: true });
  });
}

function markHandlers(): void {
  const handle = ipcMain.handle.bind(ipcMain);
  ipcMain.handle = (channel, listener) =>
    handle(channel, async (event, ...args) => {
      const from = epochNow();
      const answer = await listener(event, ...args);
      marks.push({ what: 'handler', name: String(args[0]), from, to: epochNow() });
      return answer;
    });
  app.on('web-contents-created', (_event, contents) => {
    const send = contents.send.bind(contents);
    contents.send = (channel, ...args) => {
      const from = epochNow();
      send(channel, ...args);
      marks.push({ what: 'event', name: channel, from, to: epochNow() });
    };
  });
}

function markFsync(): void {
  const fsyncSync = fs.fsyncSync;
  fs.fsyncSync = (file) => {
    const from = epochNow();
    fsyncSync(file);
    marks.push({ what: 'fsync', name: '', from, to: epochNow() });
  };
  syncBuiltinESMExports();
}

/** A timer that should come every 2 ms tells when the main thread was held. */
function watchStalls(): void {
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (now - last > 8) stalls.push({ at: last, ms: now - last });
    last = now;
  }, 2);
}
