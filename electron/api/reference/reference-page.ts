import { createHash } from 'node:crypto';
import { failures } from '../http/statuses.ts';
import { curlLine, exampleUrl } from './curl-line.ts';
import type { JsonSchema } from './openapi-schemas.ts';
import type { OpenApi, OpenApiOperation, OpenApiParameter } from './openapi-types.ts';
import { referenceStyle } from './reference-style.ts';
import { type SchemaLine, schemaLines } from './schema-lines.ts';

/** The document as one page without scripts, and the content security policy that lets it show. */
export function referencePage(document: OpenApi): { html: string; contentSecurityPolicy: string } {
  const hash = createHash('sha256').update(referenceStyle).digest('base64');
  return {
    html: page(document),
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

/** One method of one path. */
interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

function page(document: OpenApi): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method, path, operation })),
  );
  const byTag = document.tags
    .map(({ name }) => ({ name, entries: entries.filter(({ operation }) => operation.tags[0] === name) }))
    .filter((group) => group.entries.length > 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(document.info.title)} API</title>
<style>${referenceStyle}</style>
</head>
<body>
<a class="skip" href="#reference">Skip the index</a>
<nav aria-label="Routes">
<h1>${escaped(document.info.title)}</h1>
<p class="version">API ${escaped(document.info.version)}</p>
${byTag.map(({ name, entries: own }) => indexGroup(name, own)).join('\n')}
<details><summary>Schemas</summary><ul>
${Object.keys(document.components.schemas)
  .map((name) => `<li><a href="#schema-${name}">${name}</a></li>`)
  .join('\n')}
</ul></details>
</nav>
<main id="reference" tabindex="-1">
<section>
${document.info.description.split('\n\n').map(paragraph).join('\n')}
<p>Every request but <code>/health</code> needs <code>Authorization: Bearer TOKEN</code>, unless the API was opened to this machine. The same as a document for programs: <a href="/openapi.json">openapi.json</a>.</p>
${failureTable()}
</section>
${byTag.map(({ name, entries: own }) => tagSection(name, own, document)).join('\n')}
<section><h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas)
  .map(
    ([name, schema]) =>
      `<section class="schema"><h3 id="schema-${name}">${name}</h3>${outline(schemaLines(schema))}</section>`,
  )
  .join('\n')}
</section>
</main>
</body>
</html>
`;
}

function indexGroup(name: string, entries: readonly Entry[]): string {
  const items = entries.map(
    ({ method, path, operation }) =>
      `<li><a href="#${operation.operationId}">${badge(method)}<span>${breakable(path)}</span></a></li>`,
  );
  // What has a route of its own comes first; the long list is there for who looks for it.
  const open = name === 'Every operation' ? '' : ' open';
  return `<details${open}><summary>${escaped(name)}</summary><ul>${items.join('')}</ul></details>`;
}

function tagSection(name: string, entries: readonly Entry[], document: OpenApi): string {
  return `<section><h2>${escaped(name)}</h2>\n${entries.map((entry) => article(entry, document)).join('\n')}</section>`;
}

function article({ method, path, operation }: Entry, document: OpenApi): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const url = document.servers[0].url + exampleUrl(path, parameters);
  const line = curlLine({
    method: method.toUpperCase(),
    url,
    contentType: type,
    file: body !== undefined && body.schema === undefined,
    body: body?.example,
    withoutToken: operation.security !== undefined,
  });
  return `<article>
<h3 id="${operationId}"><a href="#${operationId}">${badge(method)} <code>${breakable(path)}</code></a></h3>
${paragraph(summary)}
<pre tabindex="0"><code>${escaped(line)}</code></pre>
${parameters.length > 0 ? parameterTable(parameters) : ''}
${body?.schema ? `<h4>Body${requestBody?.required ? '' : ', may be left out'}</h4>${outline(schemaLines(body.schema))}` : ''}
${type && !body?.schema ? `<h4>Body</h4><p>The file itself, as ${Object.keys(requestBody?.content ?? {}).join(', ')}.</p>` : ''}
${answers(responses)}
</article>`;
}

function answers(responses: OpenApiOperation['responses']): string {
  const fine = Object.entries(responses).flatMap(([status, response]) => {
    if ('$ref' in response) return [];
    const content = Object.entries(response.content ?? {});
    if (content.length === 0) return [`<h4>${status}</h4>${paragraph(response.description)}`];
    return content.map(([type, { schema }]) => {
      const data = dataOf(schema);
      const shown = data ? outline(schemaLines(data)) : `<p>${escaped(type)}</p>`;
      return `<h4>${status}${data ? ' <code>data</code>' : ''}</h4>${shown}`;
    });
  });
  const failed = Object.keys(responses).filter((status) => '$ref' in responses[status]);
  return `${fine.join('')}<p class="failures">Fails with ${failed.map((status) => `<a href="#failure-${status}">${status}</a>`).join(', ')}.</p>`;
}

/** What `data` holds, where the answer is an envelope. */
function dataOf(schema: JsonSchema): JsonSchema | undefined {
  const whole = Array.isArray(schema.anyOf) ? (schema.anyOf[0] as JsonSchema) : schema;
  const properties = whole.properties as Readonly<Record<string, JsonSchema>> | undefined;
  return properties?.config_version ? properties.data : undefined;
}

function parameterTable(parameters: readonly OpenApiParameter[]): string {
  const rows = parameters.map(({ name, in: place, required, description, schema }) => {
    const [line] = schemaLines(schema);
    const about = description ?? line?.about ?? '';
    return `<tr><td><code>${escaped(name)}</code></td><td>${place}${required ? '' : ', optional'}</td><td>${typed(line?.type ?? '')}</td><td>${inline(about)}</td></tr>`;
  });
  return `<table><thead><tr><th>name</th><th>where</th><th>type</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function failureTable(): string {
  const rows = Object.entries(failures).map(
    ([status, { about }]) =>
      `<tr id="failure-${status}"><td><code>${status}</code></td><td>${inline(about)}</td></tr>`,
  );
  return `<h2>Errors</h2><table><tbody>${rows.join('')}</tbody></table>`;
}

function outline(lines: readonly SchemaLine[]): string {
  const text = lines.map(({ depth, name, type, about }) => {
    const field = name === '' ? '' : `<b>${escaped(name)}</b>  `;
    const comment = about === '' ? '' : `  <i>${inline(about)}</i>`;
    return `${'  '.repeat(depth)}${field}${typed(type)}${comment}`;
  });
  return `<pre class="outline" tabindex="0">${text.join('\n')}</pre>`;
}

/** Named schemas lead to where they are written. */
function typed(type: string): string {
  return escaped(type).replace(/#(\w+)/g, '<a href="#schema-$1">$1</a>');
}

function badge(method: string): string {
  return `<span class="method ${method}">${method.toUpperCase()}</span>`;
}

function paragraph(text: string): string {
  return `<p>${inline(text)}</p>`;
}

/** Text in which backquotes mark code. */
function inline(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** A long path may be broken after its slashes. */
function breakable(path: string): string {
  return escaped(path).replaceAll('/', '/<wbr>');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
