import { describe, expect, it } from 'vitest';
import { readApiSwitches } from '../../../../../electron/api/door/switches.ts';

const read = (argv: string[], environment: Record<string, string> = {}) =>
  readApiSwitches(['electron', '--no-sandbox', '/desk', ...argv], environment, '/here');

describe('the switches of the API', () => {
  it('say nothing where nothing is said', () => {
    expect(read(['--headless', '--user-data-dir=/x'])).toEqual({
      switches: { portDemanded: false },
      mistakes: [],
      ignored: [],
    });
  });

  it.each([
    [['--api-port', '8001', '--api-open', '--api-token-file', 'token']],
    [['--api-port=8001', '--api-open=true', '--api-token-file=/here/token']],
    [['--api-open', '--headless', '--api-token-file', '/here/token', '--api-port', '8001']],
  ])('are read with a space and with an equals sign: %j', (argv) => {
    const expected = { port: 8001, open: true, tokenFile: '/here/token', portDemanded: true };
    expect(read(argv)).toEqual({ switches: expected, mistakes: [], ignored: [] });
  });

  it('come from the environment where the command line says nothing', () => {
    const environment = { DESK_API_PORT: '9000', DESK_API_TOKEN_FILE: '/t', DESK_API_OPEN: '1' };
    expect(read([], environment).switches).toEqual({
      port: 9000,
      tokenFile: '/t',
      open: true,
      portDemanded: false,
    });
    expect(read(['--api-port', '8001', '--api-open=false'], environment).switches).toEqual({
      port: 8001,
      tokenFile: '/t',
      open: false,
      portDemanded: true,
    });
  });

  it.each([
    [' 18302 ', 'TRUE', true],
    ['18302', 'Yes', true],
    ['\t18302', 'on', true],
    ['18302', ' 1 ', true],
    ['18302', 'Off', false],
    ['18302', 'NO', false],
    ['18302', '0', false],
  ])('take the forms that the parameters’ own variables take: %j, %j', (port, open, meant) => {
    const fromEnvironment = read([], { DESK_API_PORT: port, DESK_API_OPEN: open });
    expect(fromEnvironment).toMatchObject({ switches: { port: 18_302, open: meant }, ignored: [] });
    const fromCommandLine = read(['--api-port', port, `--api-open=${open}`]);
    expect(fromCommandLine).toMatchObject({ switches: { port: 18_302, open: meant }, mistakes: [] });
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
    [['--api-port=1e6'], '"1e6" is not'],
    [['--api-port=80.5'], '"80.5" is not'],
    [['--api-port=-1'], '"-1" is not'],
    [['--api-token-file'], '--api-token-file must be the path of a file'],
    [
      ['--api-open=perhaps'],
      '--api-open must be true, yes, on or 1, or false, no, off or 0; "perhaps" is not',
    ],
    [['--api-prot', '8001'], 'There is no --api-prot'],
  ])('that are mistaken on the command line are mistakes: %j', (argv, words) => {
    const { mistakes } = read(argv);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(words);
  });

  it('that are mistaken in the environment are left out and told', () => {
    const { switches, mistakes, ignored } = read([], { DESK_API_PORT: 'high', DESK_API_OPEN: 'perhaps' });
    expect(switches).toEqual({ portDemanded: false });
    expect(mistakes).toEqual([]);
    expect(ignored).toHaveLength(2);
    expect(ignored[0]).toMatch(/^DESK_API_PORT must be a port.*"high" is not\. It was ignored\.$/);
  });

  it('of the environment count as unsaid where they are empty', () => {
    expect(read([], { DESK_API_PORT: '', DESK_API_TOKEN_FILE: '', DESK_API_OPEN: '' })).toEqual({
      switches: { portDemanded: false },
      mistakes: [],
      ignored: [],
    });
  });
});
