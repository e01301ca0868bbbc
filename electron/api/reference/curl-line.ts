import type { OpenApiParameter } from './openapi-types.ts';

/** A curl command for a request. With `file` the body is read from a file. */
export function curlLine(asked: {
  method: string;
  url: string;
  body?: unknown;
  contentType?: string;
  file?: boolean;
  withoutToken?: boolean;
}): string {
  const { method, url, body, contentType, file, withoutToken } = asked;
  const parts = [method === 'GET' ? 'curl' : `curl -X ${method}`, quoted(url)];
  if (!withoutToken) parts.push('-H "Authorization: Bearer $TOKEN"');
  if (contentType !== undefined) parts.push(`-H "Content-Type: ${contentType}"`);
  if (body !== undefined) parts.push(`-d ${quoted(JSON.stringify(body))}`);
  else if (file) parts.push('--data-binary @FILE');
  return parts.join(' ');
}

/** A path with its parameters and its query, as the examples have them. */
export function exampleUrl(path: string, parameters: readonly OpenApiParameter[]): string {
  const { path: inPath = [], query = [] } = Object.groupBy(
    parameters.filter(({ example }) => example !== undefined),
    ({ in: place }) => place,
  );
  const filled = inPath.reduce(
    (url, { name, example }) => url.replace(`{${name}}`, encodeURIComponent(String(example))),
    path,
  );
  const asked = query.map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`);
  return asked.length > 0 ? `${filled}?${asked.join('&')}` : filled;
}

function quoted(text: string): string {
  return /^[\w:/.%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
