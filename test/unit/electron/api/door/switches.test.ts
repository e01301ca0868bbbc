import { describe, expect, it } from 'vitest';
import { readApiSwitches } from '../../../../../electron/api/door/switches.ts';
import { readCommandLine } from '../../../../../scripts/shared/command-line.mjs';

const read = (argv: string[], environment: Record<string, string> = {}) =>
  readApiSwitches(readCommandLine(argv, '/here').values, environment, '/here');

describe('the switches of the API', () => {
  it('say nothing where nothing is said', () => {
    expect(read(['--headless', '--user-data-dir=/x'])).toEqual({
      switches: { portDemanded: false },
      ignored: [],
    });
  });

  it.each([
    [['--api-port', '8001', '--api-open', '--api-token-file', 'token']],
    [['--api-port=8001', '--api-open=true', '--api-token-file=/here/token']],
    [['--api-open', '--headless', '--api-token-file', '/here/token', '--api-port', '8001']],
  ])('are read with a space and with an equals sign: %j', (argv) => {
    const expected = { port: 8001, open: true, tokenFile: '/here/token', portDemanded: true };
    expect(read(argv)).toEqual({ switches: expected, ignored: [] });
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
    expect(fromCommandLine).toMatchObject({ switches: { port: 18_302, open: meant } });
  });

  it('that are mistaken in the environment are left out and told', () => {
    const { switches, ignored } = read([], { DESK_API_PORT: 'high', DESK_API_OPEN: 'perhaps' });
    expect(switches).toEqual({ portDemanded: false });
    expect(ignored).toHaveLength(2);
    expect(ignored[0]).toMatch(/^DESK_API_PORT must be a port.*"high" is not\. It was ignored\.$/);
  });

  it('of the environment count as unsaid where they are empty', () => {
    expect(read([], { DESK_API_PORT: '', DESK_API_TOKEN_FILE: '', DESK_API_OPEN: '' })).toEqual({
      switches: { portDemanded: false },
      ignored: [],
    });
  });
});
