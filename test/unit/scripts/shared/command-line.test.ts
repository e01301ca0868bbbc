import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../../scripts/shared/command-line.mjs';
import { helpLines, spelled } from '../../../../scripts/shared/help.mjs';
import { chromiumSwitches, options } from '../../../../scripts/shared/options.mjs';

const read = (...typed: string[]) => readCommandLine(typed, '/typed/here', '/home/me');

describe('the command line', () => {
  it('takes values after a space and after an equals sign, and the last of several', () => {
    const expected = { headless: 'true', 'user-data-dir': '/a b', 'api-port': '8001', 'api-open': 'true' };
    for (const typed of [
      ['--headless', '--user-data-dir', '/a b', '--api-port', '8001', '--api-open'],
      ['--user-data-dir=/x', '--user-data-dir=/a b', '--api-port=8001', '--api-open=true', '--headless'],
    ]) {
      expect(read(...typed)).toEqual({ values: expected, chromium: [], mistakes: [] });
    }
  });

  it.each([
    ['data', '/typed/here/data'],
    ['../data', '/typed/data'],
    ['~', '/home/me'],
    ['~/data', '/home/me/data'],
    ['~other', '/typed/here/~other'],
    ['/a=b?c', '/a=b?c'],
  ])('takes the path %s from where it was typed', (path, absolute) => {
    expect(read('--user-data-dir', path).values).toEqual({ 'user-data-dir': absolute });
    expect(read(`--user-data-dir=${path}`).values).toEqual({ 'user-data-dir': absolute });
  });

  it.each([
    [
      ['--api-port'],
      '--api-port must be a port: a whole number from 1 to 65535, e.g. 8001; nothing was given.',
    ],
    [['--api-port', '--headless'], 'nothing was given'],
    [['--api-port', 'abc'], '"abc" is not'],
    [['--api-port=0'], '"0" is not'],
    [['--api-port=65536'], '"65536" is not'],
    [['--api-port=80.5'], '"80.5" is not'],
    [['--api-port=-1'], '"-1" is not'],
    [['--api-token-file'], '--api-token-file must be the path of a file; nothing was given.'],
    [['--api-token-file='], 'nothing was given'],
    [['--user-data-dir'], '--user-data-dir must be the path of a folder; nothing was given.'],
    [
      ['--api-open=perhaps'],
      '--api-open must be true, yes, on or 1, or false, no, off or 0; "perhaps" is not',
    ],
    [['--headless=new'], '--headless takes no value; "new" was given.'],
    [['--api-prot=8001'], 'There is no --api-prot (did you mean --api-port?); --help lists the options.'],
    [['--hedless'], '(did you mean --headless?)'],
    [['--quiet'], 'There is no --quiet; --help'],
    [['--remote-debugging-port=9222'], 'There is no --remote-debugging-port;'],
    [['--inspect'], 'There is no --inspect;'],
    [['-h'], '"-h" is not an option'],
    [['--'], '"--" is not an option'],
    [['file.csv'], '"file.csv" is not an option'],
    [[''], '"" is not an option'],
  ])('refuses %j and says why', (typed, words) => {
    const { mistakes } = read(...typed);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(words);
  });

  it('passes on the switches of Chromium that it knows, as they were typed', () => {
    expect(read('--ozone-platform=x11', '--headless', '--no-sandbox')).toEqual({
      values: { headless: 'true' },
      chromium: ['--ozone-platform=x11', '--no-sandbox'],
      mistakes: [],
    });
  });
});

describe('the help', () => {
  it('names every option, variable and switch that is taken, on lines that fit a terminal', () => {
    const text = helpLines().join('\n');
    for (const option of options) expect(text).toContain(`  ${spelled(option)} `);
    for (const name of chromiumSwitches.keys()) expect(text).toContain(`  --${name} `);
    for (const name of ['DESK_API_PORT', 'DESK_API_TOKEN_FILE', 'DESK_API_OPEN'])
      expect(text).toContain(`[${name}]`);
    for (const line of helpLines()) expect(line.length).toBeLessThanOrEqual(90);
  });
});
