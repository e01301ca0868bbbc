import { resolve } from 'node:path';
import { z } from 'zod';
import {
  type Environment,
  quoted,
  readNumber,
  readSwitch,
  switchForms,
  variable,
} from '../../engine/environment-text.ts';

/** What the command line and the environment say about the API; absent where they say nothing. */
export interface ApiSwitches {
  readonly port?: number;
  /** Absolute. */
  readonly tokenFile?: string;
  readonly open?: boolean;
  /** The port was asked for on the command line: whoever did waits for it, and no other will do. */
  readonly portDemanded: boolean;
}

export interface ReadSwitches {
  readonly switches: ApiSwitches;
  /** Mistakes on the command line, in words: it is not started with half of what was asked. */
  readonly mistakes: readonly string[];
  /** Variables of the environment that were left out, and why. */
  readonly ignored: readonly string[];
}

/**
 * Reads `--api-port N`, `--api-token-file PATH` and `--api-open` (values also after `=`), and where they are
 * not given DESK_API_PORT, DESK_API_TOKEN_FILE and DESK_API_OPEN. Relative paths begin at `from`.
 */
export function readApiSwitches(
  argv: readonly string[],
  environment: Environment,
  from: string,
): ReadSwitches {
  const typed = fromCommandLine(argv);
  const line = check(typed.values, (key) => `--${switchNames[key]}`);
  const variables = check(
    {
      port: variable(environment, variableNames.port),
      tokenFile: variable(environment, variableNames.tokenFile),
      open: variable(environment, variableNames.open),
    },
    (key) => variableNames[key],
  );
  const said = { ...variables.values, ...line.values };
  const tokenFile = said.tokenFile === undefined ? {} : { tokenFile: resolve(from, said.tokenFile) };
  return {
    switches: { ...said, ...tokenFile, portDemanded: line.values.port !== undefined },
    mistakes: [...typed.mistakes, ...line.problems],
    ignored: variables.problems.map((problem) => `${problem} It was ignored.`),
  };
}

type Texts = { readonly [K in keyof typeof switchNames]?: string };

const switchNames = { port: 'api-port', tokenFile: 'api-token-file', open: 'api-open' } as const;
const variableNames = {
  port: 'DESK_API_PORT',
  tokenFile: 'DESK_API_TOKEN_FILE',
  open: 'DESK_API_OPEN',
} as const;

const schemas = {
  port: z.string().transform(readNumber).pipe(z.int().min(1).max(65_535)),
  tokenFile: z.string().min(1).max(4096),
  open: z.string().transform(readSwitch).pipe(z.boolean()),
} as const;

const wanted = {
  port: 'must be a port: a whole number from 1 to 65535, e.g. 8001',
  tokenFile: 'must be the path of a file',
  open: `must be ${switchForms}`,
} as const;

/** Chromium's own reader knows values after `=` alone. */
function fromCommandLine(argv: readonly string[]): { values: Texts; mistakes: string[] } {
  const values: Record<string, string> = {};
  const mistakes: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const match = /^--(api-[a-z-]+)(?:=(.*))?$/s.exec(argv[index]);
    if (!match) continue;
    const [, name, given] = match;
    const key = (Object.keys(switchNames) as (keyof typeof switchNames)[]).find(
      (each) => switchNames[each] === name,
    );
    if (!key) {
      mistakes.push(`There is no --${name}; there are --api-port N, --api-token-file PATH and --api-open.`);
    } else if (key === 'open') {
      values.open = given ?? 'true';
    } else {
      const next = argv[index + 1];
      values[key] = given ?? (next === undefined || next.startsWith('--') ? '' : next);
    }
  }
  return { values, mistakes };
}

function check(
  texts: Texts,
  nameOf: (key: keyof typeof switchNames) => string,
): { values: { port?: number; tokenFile?: string; open?: boolean }; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, text] of Object.entries(texts) as [keyof typeof switchNames, string | undefined][]) {
    if (text === undefined) continue;
    const parsed = schemas[key].safeParse(text);
    if (parsed.success) values[key] = parsed.data;
    else
      problems.push(
        `${nameOf(key)} ${wanted[key]}; ${text === '' ? 'nothing was given' : `${quoted(text)} is not`}.`,
      );
  }
  return { values, problems };
}
