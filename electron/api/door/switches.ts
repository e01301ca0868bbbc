import { z } from 'zod';
import { absolute, type CommandLine } from '../../../scripts/shared/command-line.mjs';
import { type Option, options } from '../../../scripts/shared/options.mjs';
import {
  type Environment,
  quoted,
  readNumber,
  readSwitch,
  variable,
} from '../../engine/text/environment-text.ts';

/** What the command line and the environment say about the API; absent where they say nothing. */
export interface ApiSwitches {
  readonly port?: number;
  /** Absolute. */
  readonly tokenFile?: string;
  readonly open?: boolean;
  /** The port was given on the command line, so failing to open it is an error and no other port is tried. */
  readonly portDemanded: boolean;
}

export interface ReadSwitches {
  readonly switches: ApiSwitches;
  /** Variables of the environment that were left out, and why. */
  readonly ignored: readonly string[];
}

/**
 * Takes `--api-port`, `--api-token-file` and `--api-open` from the command line, which has been checked, and
 * where they are not given DESK_API_PORT, DESK_API_TOKEN_FILE and DESK_API_OPEN. Relative paths begin at `from`.
 */
export function readApiSwitches(
  typed: CommandLine['values'],
  environment: Environment,
  from: string,
): ReadSwitches {
  const line = check({
    port: typed['api-port'],
    tokenFile: typed['api-token-file'],
    open: typed['api-open'],
  });
  const variables = check({
    port: variable(environment, variableNames.port),
    tokenFile: variable(environment, variableNames.tokenFile),
    open: variable(environment, variableNames.open),
  });
  const said = { ...variables.values, ...line.values };
  const tokenFile = said.tokenFile === undefined ? {} : { tokenFile: absolute(said.tokenFile, from) };
  return {
    switches: { ...said, ...tokenFile, portDemanded: line.values.port !== undefined },
    ignored: variables.problems.map((problem) => `${problem} It was ignored.`),
  };
}

type Texts = { readonly [K in keyof typeof variableNames]?: string };

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

const optionNames = { port: 'api-port', tokenFile: 'api-token-file', open: 'api-open' } as const;

function check(texts: Texts): {
  values: { port?: number; tokenFile?: string; open?: boolean };
  problems: string[];
} {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, text] of Object.entries(texts) as [keyof Texts, string | undefined][]) {
    if (text === undefined) continue;
    const parsed = schemas[key].safeParse(text);
    if (parsed.success) values[key] = parsed.data;
    else problems.push(`${variableNames[key]} ${must(optionNames[key])}; ${quoted(text)} is not.`);
  }
  return { values, problems };
}

function must(name: string): string {
  return (options as readonly Option[]).find((option) => option.name === name)?.must ?? '';
}
