import type { ApiState } from '../../shared/api.ts';
import type { Category, ParameterValue } from '../../shared/parameters.ts';

/** What of the API decides how it is asked. */
export type ApiDoor = Pick<ApiState, 'port' | 'open'>;

/** Holds the token in the asker's shell: a line that is copied, shown or shared never holds the token itself. */
export const tokenVariable = 'DESK_TOKEN';

/** Where the API answers, e.g. "http://localhost:8001/api/v1". */
export function apiAddress({ port }: Pick<ApiDoor, 'port'>): string {
  return `http://localhost:${port}/api/v1`;
}

/** Where the reference of the API can be read. */
export function referenceAddress({ port }: Pick<ApiDoor, 'port'>): string {
  return `http://localhost:${port}/docs`;
}

/** The line for a POSIX shell that sets values of one category. */
export function curlOfUpdate(
  door: ApiDoor,
  category: Category,
  changes: Readonly<Record<string, ParameterValue>>,
): string {
  const json = '-H "Content-Type: application/json"';
  const address = `${apiAddress(door)}/config/${category}`;
  return ['curl', '-X PUT', address, json, ...authorization(door), '-d', quoted(spacedJson(changes))].join(
    ' ',
  );
}

/** The line that reads the whole configuration. */
export function curlOfConfig(door: ApiDoor): string {
  return ['curl', ...authorization(door), `${apiAddress(door)}/config`].join(' ');
}

/** The line that saves the reference as a page: a browser cannot send the token. */
export function curlOfReference(door: ApiDoor): string {
  return ['curl', ...authorization(door), '-o desk-api.html', referenceAddress(door)].join(' ');
}

/** A text as one word of a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function authorization({ open }: ApiDoor): string[] {
  return open ? [] : [`-H "Authorization: Bearer $${tokenVariable}"`];
}

/** A flat object with a space after colon and comma, as people write it. */
function spacedJson(values: Readonly<Record<string, ParameterValue>>): string {
  const entries = Object.entries(values).map(([key, value]) => `${JSON.stringify(key)}: ${value}`);
  return `{${entries.join(', ')}}`;
}
