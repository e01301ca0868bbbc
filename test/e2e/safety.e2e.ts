import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeskBridge } from '../../shared/bridge.ts';
import { type Desk, startDesk } from './fixtures/desk.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

let desk: Desk;
let folder: string;
let server: Server;
let loopback: string;
/** Requests that got out of the window; there must be none. */
const reached: string[] = [];

test.beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  loopback = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = copyPrepared();
  // Without a camera there would be nothing to deny.
  desk = await startDesk({ folder, switches: ['--use-fake-device-for-media-stream'] });
});
test.afterAll(async () => {
  await desk?.close();
  server?.close();
  remove(folder);
});
test.afterEach(async () => {
  expect(desk.page.url()).toBe('app://desk/index.html');
  await expect(screen(desk.page).confidence).toBeVisible();
  expect(reached).toEqual([]);
});

declare global {
  interface Window {
    desk: DeskBridge;
  }
}

type Attack = (loopback: string) => unknown;

/**
 * Runs an attack as a script of the page would: from a timer, for what the debugger evaluates itself may do
 * what the policy forbids. Returns the directives that were broken.
 */
async function violations(attack: Attack): Promise<string[]> {
  await desk.page.evaluate(`window.attack = ${attack}`);
  return desk.page.evaluate(async (target) => {
    const broken: string[] = [];
    const note = (event: SecurityPolicyViolationEvent) => broken.push(event.effectiveDirective);
    document.addEventListener('securitypolicyviolation', note);
    const started = performance.now();
    setTimeout(() => (window as unknown as { attack: Attack }).attack(target));
    while (broken.length === 0 && performance.now() - started < 60_000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    document.removeEventListener('securitypolicyviolation', note);
    return broken;
  }, loopback);
}

test.describe('the page', () => {
  test('is isolated and without Node: no require, no process, no Electron object', async () => {
    const names = ['require', 'process', 'module', 'exports', 'global', 'Buffer', '__dirname', 'electron'];
    const found = await desk.page.evaluate(
      (all) => all.filter((name) => name in window || name in globalThis),
      [...names, 'ipcRenderer', 'contextBridge', 'webUtils', 'setImmediate'],
    );
    expect(found).toEqual([]);
    const preferences = await desk.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { contextIsolation, sandbox, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
      return { contextIsolation, sandbox, nodeIntegration, webviewTag };
    });
    expect(preferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });

  test('sees four named functions of the desk, which it cannot replace', async () => {
    const seen = await desk.page.evaluate(() => {
      const own = window as unknown as { desk: Record<string, unknown> };
      try {
        own.desk = {};
      } catch {
        // Refused, as it should be.
      }
      try {
        own.desk.invoke = () => 'replaced';
      } catch {
        // Refused, as it should be.
      }
      return Object.entries(own.desk).map(([name, value]) => `${name}: ${typeof value} ${value}`);
    });
    expect(seen.map((line) => line.replaceAll(/\s+/g, ' '))).toEqual(
      ['invoke', 'onEvent', 'onCommand', 'pathForFile'].map((name) =>
        `${name}: function (...args) => { [native code] }`.replace('(...args) => {', 'function () {'),
      ),
    );
  });

  test('gets the message of an event and nothing of Electron with it', async () => {
    const shape = await desk.page.evaluate(async () => {
      const got = new Promise<unknown[]>((resolve) => {
        const undo = window.desk.onEvent((...args: unknown[]) => {
          undo();
          resolve(args);
        });
      });
      await window.desk.invoke('replay.step', { bars: 1 });
      const args = await got;
      return args.map((arg) => Object.keys(arg as object).sort());
    });
    expect(shape).toEqual([['logs', 'sequence', 'state']]);
  });

  test('cannot name a file by a made-up File', async () => {
    const paths = await desk.page.evaluate(() =>
      [new File(['x'], '/etc/passwd'), { path: '/etc/passwd' }, '/etc/passwd', null].map((file) =>
        window.desk.pathForFile(file),
      ),
    );
    expect(paths).toEqual(['', '', '', '']);
  });
});

test.describe('the desk’s own address', () => {
  for (const path of [
    '..%2f..%2fetc/passwd',
    '..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
    '..%5c..%5cetc%5cpasswd',
    '%2e%2e/%2e%2e/package.json',
    '../main.js',
    'assets/..%2f..%2fmain.js',
    '/etc/passwd',
    'index.html%00.png',
    'preload.cjs',
    'assets/',
  ])
    test(`answers 404 for ${path}`, async () => {
      const status = await desk.app.evaluate(
        async ({ net }, url) => (await net.fetch(url)).status,
        `app://desk/${path}`,
      );
      expect(status).toBe(404);
      expect(await desk.page.evaluate(async (url) => (await fetch(url)).status, `app://desk/${path}`)).toBe(
        404,
      );
    });

  test('answers no other host and no other method', async () => {
    const statuses = await desk.app.evaluate(async ({ net }) => {
      const asked: [string, string][] = [
        ['app://other/index.html', 'GET'],
        ['app://desk.evil/index.html', 'GET'],
        ['app://desk/index.html', 'POST'],
        ['app://desk/index.html', 'PUT'],
      ];
      return Promise.all(asked.map(async ([url, method]) => (await net.fetch(url, { method })).status));
    });
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  test('sends the policy with every answer, refusals too', async () => {
    const policies = await desk.app.evaluate(async ({ net }) => {
      const answers = await Promise.all(
        ['index.html', 'nothing'].map((path) => net.fetch(`app://desk/${path}`)),
      );
      return answers.map((answer) => answer.headers.get('content-security-policy'));
    });
    for (const policy of policies) expect(policy).toContain("default-src 'none'");
  });

  test('is the only one: files of this computer cannot be fetched', async () => {
    const answer = await desk.page.evaluate(() =>
      fetch('file:///etc/hostname').then(
        () => 'read',
        () => 'refused',
      ),
    );
    expect(answer).toBe('refused');
  });
});

test.describe('the security policy stops', () => {
  const stopped: [string, string, Attack][] = [
    [
      'an inline script',
      'script-src-elem',
      () => {
        const script = document.createElement('script');
        script.textContent = 'window.hacked = true';
        document.body.append(script);
        script.remove();
      },
    ],
    [
      'an inline event handler',
      'script-src-attr',
      () => {
        const place = document.createElement('div');
        place.innerHTML = '<button onclick="window.hacked = true">x</button>';
        place.querySelector('button')?.click();
      },
    ],
    [
      'eval',
      'script-src',
      () => {
        try {
          // biome-ignore lint/security/noGlobalEval: this is the attack
          globalThis.eval('window.hacked = true');
        } catch {
          // The violation is what counts.
        }
      },
    ],
    [
      'a script from a loopback server',
      'script-src-elem',
      (target) => {
        const script = document.createElement('script');
        script.src = `${target}/x.js`;
        document.body.append(script);
        script.remove();
      },
    ],
    [
      'a fetch to a loopback server',
      'connect-src',
      (target) => fetch(`${target}/fetch`).catch(() => undefined),
    ],
    ['a beacon', 'connect-src', (target) => navigator.sendBeacon(`${target}/beacon`, 'x')],
    [
      'a socket',
      'connect-src',
      (target) => {
        try {
          new WebSocket(target.replace('http', 'ws'));
        } catch {
          // The violation is what counts.
        }
      },
    ],
    [
      'a data: picture',
      'img-src',
      () => {
        new Image().src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
      },
    ],
    [
      'a picture from a loopback server',
      'img-src',
      (target) => {
        new Image().src = `${target}/picture.png`;
      },
    ],
    [
      'a style element',
      'style-src-elem',
      () => {
        const style = document.createElement('style');
        style.textContent = 'body { display: none }';
        document.head.append(style);
        style.remove();
      },
    ],
    [
      'a frame',
      'frame-src',
      (target) => {
        const frame = document.createElement('iframe');
        frame.src = `${target}/frame`;
        document.body.append(frame);
        setTimeout(() => frame.remove(), 1000);
      },
    ],
    [
      'another base address',
      'base-uri',
      (target) => {
        const base = document.createElement('base');
        base.href = target;
        document.head.append(base);
        base.remove();
      },
    ],
    [
      'a worker made of text',
      'worker-src',
      () => {
        try {
          new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        } catch {
          // The violation is what counts.
        }
      },
    ],
  ];

  for (const [label, directive, attack] of stopped)
    test(`${label}`, async () => {
      expect(await violations(attack)).toContain(directive);
      expect(await desk.page.evaluate(() => 'hacked' in window)).toBe(false);
    });

  test('a form sent elsewhere', async () => {
    const broken = await violations((target) => {
      const form = document.createElement('form');
      form.action = `${target}/form`;
      form.method = 'post';
      document.body.append(form);
      form.submit();
    });
    expect(broken).toContain('form-action');
    // Chromium shows its own page in place of the one that tried.
    await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.loadURL('app://desk/index.html'),
    );
  });
});

test.describe('permissions', () => {
  test('are denied, every one that can be asked after', async () => {
    const states = await desk.page.evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'camera',
        'microphone',
        'clipboard-read',
        'midi',
        'persistent-storage',
        'screen-wake-lock',
        'idle-detection',
        'storage-access',
        'window-management',
        'local-fonts',
      ];
      const asked = names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        return `${name}: ${state}`;
      });
      return Promise.all(asked);
    });
    expect(states.filter((state) => !state.endsWith(': denied'))).toEqual([]);
  });

  test('are denied, every one that is requested', async () => {
    const outcomes = await desk.page.evaluate(async () => {
      const name = (error: unknown) =>
        (error as { name?: string }).name ?? `code ${(error as { code: number }).code}`;
      const outcome = (request: Promise<unknown>) => request.then((value) => `granted ${value}`, name);
      const more = navigator as unknown as Record<string, { requestDevice(o: object): Promise<unknown> }>;
      return {
        location: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code }) => resolve(code),
          ),
        ),
        notification: await Notification.requestPermission(),
        camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
        screen: await outcome(navigator.mediaDevices.getDisplayMedia()),
        clipboard: await outcome(navigator.clipboard.readText()),
        midi: await outcome(navigator.requestMIDIAccess({ sysex: true })),
        persist: await navigator.storage.persist(),
        usb: await outcome(more.usb?.requestDevice({ filters: [] }) ?? Promise.reject(new Error('none'))),
      };
    });
    expect(outcomes).toMatchObject({
      location: 1,
      notification: 'denied',
      camera: 'NotAllowedError',
      persist: false,
    });
    for (const outcome of [outcomes.screen, outcomes.clipboard, outcomes.midi, outcomes.usb]) {
      expect(outcome).toMatch(/Error$/);
    }
  });
});

test.describe('a frame inside the page', () => {
  test('gets no way to the desk', async () => {
    const found = await desk.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const inside = frame.contentWindow;
      const has = inside !== null && 'desk' in inside;
      frame.remove();
      return has;
    });
    expect(found).toBe(false);
  });
});

test.describe('the one channel to the desk', () => {
  type Asked = { ok: boolean; problem?: { code: string } };
  const ask = (name: unknown, input: unknown) =>
    desk.page.evaluate(
      ([operation, given]) => window.desk.invoke(operation as never, given as never) as Promise<Asked>,
      [name, input],
    );

  test('knows its operations and no other name', async () => {
    for (const name of [
      'shell.exec',
      '__proto__',
      'constructor',
      'toString',
      '',
      null,
      7,
      ['desk.snapshot'],
    ]) {
      expect(await ask(name, {})).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    }
  });

  test('takes exactly the input of an operation: no other key, no other kind', async () => {
    const wrong: [string, unknown][] = [
      ['desk.snapshot', { extra: 1 }],
      ['desk.snapshot', null],
      ['replay.step', { bars: 1, more: true }],
      ['replay.step', { bars: '1' }],
      ['replay.step', { bars: 1e9 }],
      ['replay.speed', { speed: 3 }],
      ['config.update', { category: 'model', changes: { weight_1h: 'x' } }],
      ['config.update', { category: '__proto__', changes: {} }],
      ['caches.clear', { name: 'toString' }],
      ['import.inspect', { path: 'a'.repeat(5_000) }],
      ['models.train', { dataset: 'EURUSD@simulated', seed: 1, settings: { '1H': 3 } }],
    ];
    for (const [name, input] of wrong) {
      expect(await ask(name, input), name).toMatchObject({ ok: false, problem: { code: 'invalid' } });
    }
    expect(await ask('desk.snapshot', {})).toMatchObject({ ok: true });
  });

  test('answers the top frame of the desk’s own page and nobody else', async () => {
    const answers = await desk.app.evaluate(async ({ ipcMain, BrowserWindow }) => {
      const handlers = (
        ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> }
      )._invokeHandlers;
      const handle = handlers.get('desk:invoke');
      const sender = BrowserWindow.getAllWindows()[0]?.webContents;
      const frame = sender?.mainFrame;
      const askers = [
        { parent: null, origin: frame?.origin },
        null,
        { parent: {}, origin: 'app://desk' },
        { parent: null, origin: 'https://example.org' },
        { parent: null, origin: 'app://desk.evil' },
        { parent: null, origin: 'null' },
      ];
      const asked = askers.map(
        (senderFrame) =>
          new Promise<{ ok: boolean }>((resolve) => {
            const event = { sender, senderFrame, _replyChannel: { sendReply: () => undefined } };
            resolve(handle?.(event, 'desk.snapshot', {}) as Promise<{ ok: boolean }>);
          }),
      );
      return {
        channels: [...handlers.keys()].filter((name) => !name.startsWith('IMPORT_SHARED_TEXTURE')),
        ok: (await Promise.all(asked)).map((answer) => answer.ok),
      };
    });
    expect(answers).toEqual({ channels: ['desk:invoke'], ok: [true, false, false, false, false, false] });
  });
});
