import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launch, newPlace, ordinaryUser, type Place, shell, top } from './launched.ts';

const root = process.getuid?.() === 0;

let place: Place;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => {
  place.remove();
});

/** What it said until it ended, without a desk having been started. */
async function refused(
  args: readonly string[],
  options: Parameters<typeof launch>[2] = {},
): Promise<string[]> {
  const launched = launch(place, args, options);
  expect(await launched.end()).toBe(1);
  await launched.line(/^to do: /);
  expect(existsSync(join(place.data, 'config.json'))).toBe(false);
  expect(launched.said()).toHaveLength(2);
  return [...launched.said()];
}

describe('the command line', () => {
  it('prints its help and its version at once, and changes nothing', async () => {
    const help = launch(place, ['--help']);
    expect(await help.end()).toBe(0);
    await help.line(/--user-data-dir PATH/);
    const version = launch(place, ['--version']);
    expect(await version.end()).toBe(0);
    const { version: wanted } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
    await version.line(new RegExp(`^${wanted}$`));
    expect(version.said()).toHaveLength(1);
  });

  it.each([
    [['--hedless'], /There is no --hedless \(did you mean --headless\?\)/],
    [['--user-data-dir'], /nothing was given/],
    [['data'], /"data" is not an option/],
    [['--remote-debugging-port=1'], /There is no --remote-debugging-port/],
  ])('that is not understood starts nothing: %j', async (args, words) => {
    expect((await refused(args))[0]).toMatch(words);
  });
});

describe.runIf(process.platform === 'linux')(
  'what would not work is told in one line, with what to do',
  () => {
    const headless = () => ['--headless', '--user-data-dir', place.data];

    it('a data folder that is a file', async () => {
      writeFileSync(place.data, '');
      expect(await refused(headless())).toEqual([
        `failed: The data folder ${place.data} is a file.`,
        'to do:  npm start -- --user-data-dir PATH',
      ]);
    });

    it.skipIf(!root)('a data folder that may not be written (skipped without root)', async () => {
      mkdirSync(place.data);
      chmodSync(place.folder, 0o755);
      const said = await refused(headless(), { by: ordinaryUser });
      expect(said[0]).toMatch(/cannot be used: this user may not write there/);
    });

    it.skipIf(!root)(
      'a home that may not be written, where the data folder would be (skipped without root)',
      async () => {
        const said = await refused(['--headless'], { by: ordinaryUser, env: { HOME: '/proc/nowhere' } });
        expect(said[0]).toMatch(/data folder \/proc\/nowhere\/\.config\/Ensemble Desk cannot be used/);
        expect(said[1]).toContain('--user-data-dir PATH');
      },
    );

    it('a screen that does not answer', async () => {
      const args = ['--user-data-dir', place.data];
      const x11 = await refused(args, { env: { DISPLAY: ':4711' } });
      expect(x11[0]).toBe('failed: no screen answers at DISPLAY=:4711');
      const wayland = await refused(args, {
        env: { WAYLAND_DISPLAY: 'wayland-4711', XDG_RUNTIME_DIR: place.folder },
      });
      expect(wayland[0]).toBe('failed: no screen answers at WAYLAND_DISPLAY=wayland-4711');
    });

    it("no user namespaces for Chromium's sandbox", async () => {
      const programs = join(place.folder, 'bin');
      mkdirSync(programs);
      writeFileSync(join(programs, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      chmodSync(place.folder, 0o777);
      const launched = launch(place, headless(), {
        by: root ? ordinaryUser : '',
        env: { PATH: `${programs}:${process.env.PATH}`, HOME: place.folder },
      });
      expect(await launched.end()).toBe(1);
      await launched.line(/^failed: Chromium's sandbox needs user namespaces/);
      await launched.line(/^to do: .*npm start -- --no-sandbox$/);
      expect(existsSync(join(place.data, 'config.json'))).toBe(false);
    });

    it('too few open files', async () => {
      const said = await refused(headless(), { before: 'ulimit -n 64;' });
      expect(said[0]).toBe('failed: at most 64 files may be open at once, and Chromium needs 256');
    });

    it('too small a limit on the size of files', async () => {
      const said = await refused(headless(), { before: 'ulimit -f 100;' });
      expect(said[0]).toBe('failed: files are limited to 102400 bytes, and Chromium needs 1000000');
    });

    it('too small an address space', async () => {
      const said = await refused(headless(), { before: 'ulimit -v 8000000;' });
      expect(said[0]).toMatch(/^failed: the address space is limited to 7 GB/);
    });

    it.each([
      ['#', 'number'],
      ['?', 'question'],
      ['\\', 'backslash'],
      ['%', 'percent'],
    ])('a clone in a folder with %s in its name', async (character, name) => {
      const clone = join(place.folder, `${name}${character}`);
      const launched = shell(
        place,
        'mkdir "$CLONE" && cp -r scripts package.json "$CLONE" && cd "$CLONE" && exec npm --silent start',
        { env: { CLONE: clone } },
      );
      expect(await launched.end()).toBe(1);
      expect(await launched.line(/^failed: /)).toContain(`has ${JSON.stringify(character)} in it`);
      expect(launched.said()).toHaveLength(2);
    });
  },
);
