import { Terminal } from 'lucide-react';
import type { Category, ParameterValue } from '../../shared/parameters.ts';
import { withKeys } from '../commands/keys.ts';
import { deskNow } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { curlOfUpdate, tokenVariable } from './curl.ts';

interface CopyProps {
  readonly category: Category;
  readonly keys: readonly string[];
  /** What is copied, e.g. "Prediction TTL". */
  readonly what: string;
}

/** Copies the line for curl that sets these parameters to their present values. */
export function CopyAsCurl({ category, keys, what }: CopyProps) {
  return (
    <IconButton
      small
      data-on-demand=""
      label={`Copy ${what} as curl`}
      hint="Copy as curl: the line that sets this value from outside"
      onClick={() => copyLine(category, keys)}
    >
      <Terminal />
    </IconButton>
  );
}

function copyLine(category: Category, keys: readonly string[]): void {
  const { api, config } = deskNow();
  const values = config.values[category] as Readonly<Record<string, ParameterValue>>;
  const changes = Object.fromEntries(
    keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])),
  );
  copyText(curlOfUpdate(api, category, changes), `The line for curl is on the clipboard. ${wanting(api)}`);
}

/** What the line still needs before it works. */
function wanting({ on, open }: { on: boolean; open: boolean }): string {
  if (!on) return withKeys('It works once the API is switched on', 'show-api');
  return open ? 'It works as it is.' : `It takes the API’s token from the variable ${tokenVariable}.`;
}
