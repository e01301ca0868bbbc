import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');

  it('has as many cells in every row of a table as in its header', () => {
    const rows = prose.split('\n').map((line) => (line.startsWith('|') ? cellsOf(line) : null));
    const broken = rows.flatMap((cells, i) => {
      const before = rows[i - 1] ?? cells;
      return cells !== before && cells !== null ? [`line "${prose.split('\n')[i]}": ${cells} cells`] : [];
    });
    expect(broken).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...prose.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  it('names only source files that exist', () => {
    const named = [
      ...prose.matchAll(/`((?:electron|engine|api|files|shared|renderer|scripts|test)\/[\w./-]+)`/g),
    ]
      .map(([, path = '']) => path)
      .filter((path) => !path.includes('NAME'));
    const isThere = (path: string) =>
      existsSync(join(root, path)) || existsSync(join(root, 'electron', path));
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });
});

/** Cells of a row; a bar after a backslash is part of a cell. */
function cellsOf(line: string): number {
  return line.replaceAll('\\|', '').trim().split('|').length - 2;
}
