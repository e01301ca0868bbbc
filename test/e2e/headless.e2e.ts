import { copyPrepared, readJson, remove, writeJson } from './fixtures/places.ts';
import { headlessArguments, startInTerminal, type TerminalDesk } from './fixtures/process.ts';
import { expect, test } from './fixtures/test.ts';

// The signal reached Chromium's helper processes before the desk had told them to go.
const isDyingChild = /:ERROR:content\/(common\/zygote|browser\/(network_service|gpu|utility))/;

/** A prepared folder whose replay plays, ten bars a second. */
function playing(): string {
  const folder = copyPrepared();
  const document = readJson(folder, 'session.json');
  const session = document.session as { open: object[] };
  const open = session.open.map((one) => ({ ...one, playing: true, speed: 10 }));
  writeJson({ ...document, session: { ...session, open } }, folder, 'session.json');
  return folder;
}

function start(folder: string): TerminalDesk {
  return startInTerminal(folder, { args: headlessArguments, env: { DISPLAY: '', WAYLAND_DISPLAY: '' } });
}

async function withTerminal(folder: string, use: (desk: TerminalDesk) => Promise<void>): Promise<void> {
  const desk = start(folder);
  try {
    await use(desk);
  } finally {
    await desk.kill();
  }
}

test('without a window or a display it prints ready, a line per prediction and a line per change', async () => {
  const folder = playing();
  try {
    await withTerminal(folder, async (desk) => {
      await desk.line(
        /^ready: data EUR\/USD \(simulated\), \d+ bars, model \S+, config v1, first prediction /,
      );
      await desk.line(/^prediction: EURUSD (long|short) 0\.\d{4} at \S+Z \((no )?trade\), config v1$/);

      const values = { trading: { confidence_threshold: 0.4 } };
      writeJson({ schema_version: 1, version: 1, values }, folder, 'config.json');
      const change = await desk.line(/^config: v2 by file: trading\.confidence_threshold 0\.66 → 0\.4; /);
      expect(change).toMatch(/(\d+) of \1 delivered$/);
      await desk.line(/^prediction: .* config v2$/);

      writeJson(
        { schema_version: 1, version: 2, values: { trading: { spread_pips: -1 } } },
        folder,
        'config.json',
      );
      await desk.line(/^error: The edited config file was not taken; the running values stay\..*at least 0/);

      desk.process.kill('SIGTERM');
      expect(await desk.end()).toBe(0);
      expect(desk.said().filter((line) => !/^(ready|prediction|config|error): /.test(line))).toEqual([]);
    });
  } finally {
    remove(folder);
  }
});

test.describe('a signal ends it cleanly with 0, everything saved and the folder free for the next start', () => {
  const ways = [
    { signal: 'SIGINT', to: 'the process' },
    { signal: 'SIGTERM', to: 'the process' },
    { signal: 'SIGINT', to: 'its whole process group' },
    { signal: 'SIGTERM', to: 'its whole process group' },
  ] as const;

  for (const { signal, to } of ways)
    test(`${signal} to ${to}`, async () => {
      const folder = playing();
      try {
        for (const start of ['first', 'second']) {
          await withTerminal(folder, async (desk) => {
            await desk.line(/^ready: /);
            const [, time] = (await desk.line(/^prediction: /)).match(/ at (\S+Z) /) ?? [];
            const pid = desk.process.pid ?? 0;
            process.kill(to === 'the process' ? pid : -pid, signal);
            expect(await desk.end(), start).toBe(0);
            const { session } = readJson(folder, 'session.json') as {
              session: { cursors: Record<string, number> };
            };
            expect(session.cursors['EURUSD@simulated']).toBeGreaterThanOrEqual(Date.parse(time ?? ''));
            const bad = desk
              .said()
              .filter((line) => /error|fatal|exception/i.test(line) && !isDyingChild.test(line));
            expect(bad).toEqual([]);
          });
        }
      } finally {
        remove(folder);
      }
    });
});

test('with a window, too, SIGTERM ends it with 0', async () => {
  const folder = playing();
  const desk = startInTerminal(folder);
  try {
    await desk.line(/^ready: /);
    desk.process.kill('SIGTERM');
    expect(await desk.end()).toBe(0);
  } finally {
    await desk.kill();
    remove(folder);
  }
});
