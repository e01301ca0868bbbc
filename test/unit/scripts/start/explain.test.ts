import { describe, expect, it } from 'vitest';
import { explain, explainRestarts } from '../../../../scripts/lib/start/explain.mjs';

describe('the end of a desk', () => {
  it.each([
    [0, null],
    [1, null],
    [null, 'SIGINT'],
    [null, 'SIGTERM'],
    [143, null],
  ] as const)('needs no words where it was asked for or has been explained: %s %s', (code, signal) => {
    expect(explain({ code, signal, said: [] })).toBeNull();
  });

  it.each([
    ['SIGKILL', [], 'by SIGKILL (137): something ended it by force', 'dmesg'],
    [
      'SIGXFSZ',
      [],
      'by SIGXFSZ (153): a file would have grown beyond the limit on the size of files',
      'ulimit -f',
    ],
    ['SIGXCPU', [], 'by SIGXCPU (152): it reached the limit on processor time', 'ulimit -t'],
    ['SIGILL', [], 'by SIGILL (132): Chromium crashed', 'ulimit -a'],
    ['SIGTRAP', ['FATAL: Out of memory.'], 'by SIGTRAP (133): there was not enough memory', 'ulimit -v'],
    [
      'SIGSEGV',
      ['ERROR: Missing X server or $DISPLAY'],
      '(139): it could not draw on the screen',
      '--headless',
    ],
    [
      'SIGILL',
      ['[1:1/1.1:FATAL:electron/shell/browser/electron_browser_main_parts.cc:524] Failed to shutdown.'],
      '(132): the screen that it was shown on has gone',
      '--headless',
    ],
    ['SIGTRAP', ['FATAL: No usable sandbox!'], "(133): Chromium's sandbox does not work", '--no-sandbox'],
    ['SIGABRT', [], '(134): Chromium crashed', 'start it again'],
  ] as const)('is explained: %s %j', (signal, said, what, todo) => {
    const cause = explain({ code: null, signal, said });
    expect(cause?.what).toContain(what);
    expect(cause?.todo).toContain(todo);
  });

  it('is explained by a code alone, as a container or a shell gives it', () => {
    expect(explain({ code: 137, signal: null, said: [] })?.what).toContain(
      'with 137: something ended it by force',
    );
    expect(explain({ code: 42, signal: null, said: [] })?.what).toContain('with 42: the reason is not known');
  });
});

describe("restarts of Chromium's network service without end", () => {
  it('are explained by what is said beside them', () => {
    const threads =
      'ERROR:platform_thread_posix.cc:162] pthread_create: Resource temporarily unavailable (11)';
    expect(explainRestarts([threads])).toEqual({
      what: expect.stringContaining('it may not start enough threads and processes'),
      todo: expect.stringContaining('ulimit -u'),
    });
    expect(explainRestarts(['Too many open files']).todo).toContain('ulimit -n');
    expect(explainRestarts([]).what).toContain('the reason is not known');
  });
});
