import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const top = join(import.meta.dirname, '../../..');
const biome = join(top, 'node_modules/@biomejs/biome/bin/biome');

const forbidden: readonly (readonly [file: string, imported: string])[] = [
  ['shared/a.ts', '../electron/engine/random.ts'],
  ['shared/b.ts', 'node:fs'],
  ['shared/c.ts', 'react'],
  ['renderer/a.tsx', 'electron'],
  ['renderer/b.tsx', 'node:fs'],
  ['renderer/c.tsx', 'fs'],
  ['renderer/data/d.tsx', '../../electron/engine/random.ts'],
  ['renderer/e.tsx', 'electron-store'],
  ['renderer/f.tsx', '@duckdb/node-api'],
  ['electron/engine/a.ts', 'electron'],
  ['electron/engine/b.ts', '../main.ts'],
  ['electron/engine/c.ts', '../../renderer/store.ts'],
  ['electron/engine/config/d.ts', 'electron-store'],
  ['electron/engine/config/e.ts', '../../main.ts'],
  ['electron/engine/config/f.ts', 'react'],
  ['electron/engine/config/deep/g.ts', '../../../main.ts'],
  ['electron/some-file.ts', 'electron'],
  ['electron/main.ts', 'electron-store'],
  ['electron/shell/window/window.ts', '../renderer/store.ts'],
  ['electron/workers/a.ts', 'electron'],
  ['electron/files/durable-file.ts', '../../renderer/store.ts'],
  ['electron/files/json-file.ts', 'electron-store'],
  ['scripts/lib/a.mjs', 'zod'],
];

const allowed: readonly (readonly [file: string, imported: string])[] = [
  ['shared/ok-a.ts', './result.ts'],
  ['shared/ok-b.ts', 'zod'],
  ['renderer/ok-a.tsx', 'react'],
  ['renderer/ok-b.tsx', 'react-dom/client'],
  ['renderer/data/ok-c.tsx', '../../shared/result.ts'],
  ['renderer/data/ok-d.tsx', '../ui/button.tsx'],
  ['renderer/ok-e.tsx', './app.css'],
  ['electron/engine/ok-a.ts', './config/d.ts'],
  ['electron/engine/ok-b.ts', '../../shared/result.ts'],
  ['electron/engine/config/ok-c.ts', '../random.ts'],
  ['electron/engine/config/ok-d.ts', '../../../shared/result.ts'],
  ['electron/engine/config/ok-e.ts', 'node:fs/promises'],
  ['electron/engine/config/ok-f.ts', '@duckdb/node-api'],
  ['electron/engine/config/deep/ok-g.ts', '../../random.ts'],
  ['electron/ok-a.ts', './engine/random.ts'],
  ['electron/gateway/ipc.ts', 'electron'],
  ['scripts/lib/ok-a.mjs', 'node:fs'],
];

let folder = '';
let found = new Set<string>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  const settings = JSON.parse(readFileSync(join(top, 'biome.json'), 'utf8'));
  write('biome.json', JSON.stringify({ ...settings, $schema: undefined, vcs: undefined }));
  for (const [file, imported] of [...forbidden, ...allowed]) {
    write(file, `import { thing } from '${imported}';\n\nthing();\n`);
  }
  write('shared/ring-a.ts', "import { b } from './ring-b.ts';\n\nexport const a = () => b;\n");
  write('shared/ring-b.ts', "import { a } from './ring-a.ts';\n\nexport const b = () => a;\n");
  found = lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(forbidden)('%s must not import %s', (file) => {
  expect([...found]).toContain(`${file} noRestrictedImports`);
});

test.each(allowed)('%s may import %s', (file) => {
  expect([...found]).not.toContain(`${file} noRestrictedImports`);
});

test('files that import each other in a ring are refused', () => {
  expect([...found]).toContain('shared/ring-a.ts noImportCycles');
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Every finding as "file rule". */
function lint(): Set<string> {
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const report: { diagnostics: { category: string; location: { path: string | { file: string } } }[] } =
    JSON.parse(stdout);
  return new Set(
    report.diagnostics.map(({ category, location }) => {
      const path = typeof location.path === 'string' ? location.path : location.path.file;
      return `${path.replace(/^\.\//, '')} ${category.split('/').at(-1)}`;
    }),
  );
}
