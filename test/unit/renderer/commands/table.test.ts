// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Command } from '../../../../renderer/commands/command.ts';
import { findCommands } from '../../../../renderer/commands/find-commands.ts';
import { keysInWords, keysOf, withKeys } from '../../../../renderer/commands/keys.ts';
import { recentCommands, rememberCommand } from '../../../../renderer/commands/recent.ts';
import { allCommands, commands, runCommand } from '../../../../renderer/commands/table.ts';
import { deskNow } from '../../../../renderer/store.ts';
import { toastStore } from '../../../../renderer/ui/toast-store.ts';
import { showView, viewStore } from '../../../../renderer/view.ts';
import { menus } from '../../../../shared/commands.ts';
import { allParameters } from '../../../../shared/parameters.ts';
import { holdBridge, mirror } from '../desk-bridge.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the table of commands', () => {
  const desk = () => {
    mirror({
      replay: { bars: 0 },
      config: { can_undo: false },
      market: { active: 'a', datasets: [{ id: 'a', symbol: 'EUR/USD', source: 'imported' }] },
      models: { active: null, bundles: [{ id: 'b' }] },
      profiles: [{ name: 'calm' }],
    });
    return deskNow();
  };

  test('no two commands share an id, and no two share keys', () => {
    const ids = allCommands(desk()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = commands.flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('everything in the menu, every parameter, dataset, bundle and profile can be asked for', () => {
    const ids = allCommands(desk()).map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        ...Object.values(menus).flatMap((sections) => sections.flat().map(({ id }) => id)),
        ...allParameters().map(({ category, key }) => `parameter:${category}.${key}`),
        'dataset:a',
        'bundle:b',
        'profile:calm',
      ]),
    );
  });

  test.each(['reset-layout', 'tall-activity'])('%s shows the panels that it changes', (id) => {
    vi.stubGlobal('localStorage', { getItem: () => null, setItem() {}, removeItem() {} });
    showView('data');
    commands.find((each) => each.id === id)?.run();
    expect(viewStore.getState().view).toBe('desk');
  });

  test('the menu is told why a command cannot be run now', () => {
    const bridge = holdBridge();
    desk();
    runCommand('play-pause');
    expect(bridge.asked).toEqual([]);
    expect(toastStore.getState().toasts.map(({ message }) => message)).toContain(
      'There is no data to replay.',
    );
  });
});

describe('keys', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  test.each([
    [{ ...none, key: 'z', ctrlKey: true }, 'Mod+Z', 'Ctrl+Z'],
    [{ ...none, key: 'Z', metaKey: true, shiftKey: true }, 'Mod+Shift+Z', 'Ctrl+Shift+Z'],
    [{ ...none, key: ' ' }, 'Space', 'Space'],
    [{ ...none, key: 'ArrowLeft', altKey: true }, 'Alt+ArrowLeft', 'Alt+←'],
  ])('%j is %s, shown as %s', (event, keys, words) => {
    expect(keysOf(event)).toBe(keys);
    expect(keysInWords(keys)).toBe(words);
  });
});

test('a hint names the keys of its command, where that has any', () => {
  expect(withKeys('Go back', 'undo')).toBe('Go back (Ctrl+Z)');
  expect(withKeys('Step', 'step-back')).toBe('Step (←)');
  expect(withKeys('Tidy up', 'reset-layout')).toBe('Tidy up');
});

describe('finding', () => {
  const command = (id: string, title: string, words: string[] = []): Command => ({
    id,
    title,
    group: 'Group',
    words,
    run() {},
  });
  const some = [
    command('a', 'Stop loss', ['DEFAULT_SL_PIPS']),
    command('b', 'Take profit'),
    command('c', 'Stop'),
  ];
  const found = (text: string, recent: string[] = []) => findCommands(some, text, recent).map(({ id }) => id);

  test('by letters in order, by further words, and by nothing that is not there', () => {
    expect(found('stlo')).toEqual(['a']);
    expect(found('sl_pips')).toEqual(['a']);
    expect(found('xyz')).toEqual([]);
  });

  test('without a text those used last come first', () => {
    expect(found('  ', ['c', 'gone', 'b'])).toEqual(['c', 'b', 'a']);
  });

  test('of two that fit alike the one used lately comes first', () => {
    const alike = [command('x', 'Open one'), command('y', 'Open two')];
    expect(findCommands(alike, 'open', ['y']).map(({ id }) => id)).toEqual(['y', 'x']);
  });
});

test('the commands used last are kept, each once, and a broken memory is empty', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  for (const id of ['a', 'b', 'a']) rememberCommand(id, storage);
  expect(recentCommands(storage)).toEqual(['a', 'b']);
  for (const key of kept.keys()) kept.set(key, '{');
  expect(recentCommands(storage)).toEqual([]);
});
