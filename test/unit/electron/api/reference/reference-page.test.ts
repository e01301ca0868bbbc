import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createReference } from '../../../../../electron/api/reference/reference.ts';
import { routes } from '../../../../../electron/api/routes/routes.ts';

const reference = createReference(routes, '1.2.3');
const { html, contentSecurityPolicy } = reference.page('http://127.0.0.1:8001');

describe('the page of the reference', () => {
  it('holds every route with a line for curl', () => {
    const articles = html.split('<article>').slice(1);
    expect(articles).toHaveLength(routes.length);
    for (const article of articles) expect(article).toMatch(/<code>curl .*http:\/\/127\.0\.0\.1:8001\//);
  });

  it('has an end for every link within it, each once', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('needs nothing but its own style, which its policy names', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|style="|src=/i);
    const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(contentSecurityPolicy).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  it('is made once for an address', () => {
    expect(reference.page('http://127.0.0.1:8001').html).toBe(html);
    expect(reference.openapi('http://127.0.0.1:9000').servers[0].url).toBe('http://127.0.0.1:9000');
  });
});
