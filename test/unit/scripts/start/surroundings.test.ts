import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUnderNohup } from '../../../../scripts/lib/endings.mjs';
import { top } from '../../../../scripts/lib/places.mjs';
import { screenArguments, whyNotTemporary } from '../../../../scripts/lib/start/surroundings.mjs';
import { typedFrom } from '../../../../scripts/lib/start/typed.mjs';
import { usualDataFolder, whyUnusable } from '../../../../scripts/shared/data-folder.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'd-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the temporary folder', () => {
  it('must be there, be a folder, and leave room for the path of a socket', () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'é'.repeat(60)));
    expect(whyNotTemporary(folder)).toBeNull();
    expect(whyNotTemporary(join(folder, 'missing'))).toBe('does not exist');
    expect(whyNotTemporary(join(folder, 'file'))).toBe('is not a folder');
    expect(whyNotTemporary(join(folder, 'é'.repeat(60)))).toMatch(
      /^is too long for the path of a socket \(\d+ bytes, at most 74\)$/,
    );
  });
});

describe('the data folder', () => {
  it('is made with its parents, and named where it cannot be one', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(whyUnusable(join(folder, 'a', 'b'))).toBeNull();
    expect(whyUnusable(join(folder, 'file'))).toContain('is a file');
    expect(whyUnusable(join(folder, 'file', 'below'))).toContain('part of its path is a file');
    expect(whyUnusable(join(folder, 'x'.repeat(300)))).toContain('its path is too long');
    expect(whyUnusable('/proc/nowhere/at/all')).toContain('a folder in its path cannot be created');
  });

  it('is below the home folder unless the environment says where', () => {
    expect(usualDataFolder({ HOME: '/home/me', XDG_CONFIG_HOME: '/conf' })).toMatch(/Ensemble Desk$/);
  });
});

describe.runIf(process.platform === 'linux')('the screen', () => {
  it('is the one that answers', async () => {
    const server = createServer().listen(join(folder, 'wayland-9'));
    try {
      const wayland = { WAYLAND_DISPLAY: 'wayland-9', XDG_RUNTIME_DIR: folder };
      expect(await screenArguments({})).toEqual([]);
      expect(await screenArguments(wayland)).toEqual(['--ozone-platform=wayland']);
      expect(await screenArguments({ ...wayland, DISPLAY: ':4711' })).toEqual(['--ozone-platform=wayland']);
      await expect(screenArguments({ DISPLAY: ':4711' })).rejects.toThrow(
        'no screen answers at DISPLAY=:4711',
      );
      await expect(screenArguments({ DISPLAY: 'nonsense' })).rejects.toThrow('no screen answers');
    } finally {
      server.close();
    }
  });
});

describe('where a command was typed', () => {
  it('is what npm says where it has gone to the clone, and the current folder otherwise', () => {
    expect(typedFrom({ INIT_CWD: '/typed' }, top)).toBe('/typed');
    expect(typedFrom({ INIT_CWD: '/typed' }, '/elsewhere')).toBe('/elsewhere');
    expect(typedFrom({}, top)).toBe(top);
  });
});

describe('nohup', () => {
  it('is known by the command that the shell called', () => {
    expect(isUnderNohup({ _: '/usr/bin/nohup' })).toBe(true);
    expect(isUnderNohup({ _: '/usr/bin/npm' })).toBe(false);
    expect(isUnderNohup({})).toBe(false);
  });
});
