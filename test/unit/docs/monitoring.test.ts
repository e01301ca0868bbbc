import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMetrics } from '../../../electron/api/metrics/metrics.ts';
import { routes } from '../../../electron/api/routes/routes.ts';
import { createTestClock } from '../engine/test-clock.ts';

const folder = join(import.meta.dirname, '../../../docs/monitoring');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const names = new Set(
  createMetrics({
    about: { version: '0', electron: '0' },
    routes,
    schedule: createTestClock().schedule,
  }).names(),
);

/** Every metric that a text names, by the name it was registered under. */
function namedIn(text: string): string[] {
  const found = text.match(/\b(ensemble_desk|process|nodejs)_[a-z0-9_]+/g) ?? [];
  return [...new Set(found)].map((name) => {
    const base = name.replace(/_(bucket|sum|count)$/, '');
    return names.has(base) ? base : name;
  });
}

/** What is asked of Prometheus, wherever in the dashboard it stands. */
function expressions(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'expr' && typeof value === 'string' ? [value] : expressions(value),
  );
}

const dashboard = expressions(JSON.parse(read('grafana-dashboard.json'))).join('\n');

test.each([
  ['the dashboard', dashboard],
  ['the alert rules', read('alerts.yml')],
])('every metric that %s names exists', (_what, text) => {
  const named = namedIn(text);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});

test('every metric of the desk is on the dashboard', () => {
  const shown = new Set(namedIn(dashboard));
  const own = [...names].filter((name) => name.startsWith('ensemble_desk_'));
  expect(own.filter((name) => !shown.has(name))).toEqual([]);
});

test('every metric of the desk is in the guide', () => {
  const guide = readFileSync(join(folder, '../monitoring.md'), 'utf8');
  const written = new Set(guide.split('\n').flatMap(writtenIn));
  const own = [...names].filter((name) => name.startsWith('ensemble_desk_'));
  expect(own.filter((name) => !written.has(name))).toEqual([]);
});

test('an abbreviated name in the guide stands for the prefix of the name before it', () => {
  const line = '| `ensemble_desk_cache_hits_total`, `…_misses_total` | cache |';
  expect(writtenIn(line)).toContain('ensemble_desk_cache_misses_total');
  expect(writtenIn(line)).not.toContain('ensemble_desk_jobs_misses_total');
  expect(writtenIn('| `…_misses_total` | cache |')).toEqual([]);
});

/** The names that a line of the guide can mean: `…_sets_total` goes on from the first name of its line. */
function writtenIn(line: string): string[] {
  const [first, ...others] = [...line.matchAll(/`(ensemble_desk_\w+)`/g)].map(([, name]) => name);
  if (first === undefined) return [];
  const parts = first.split('_');
  const beginnings = parts.map((_part, at) => parts.slice(0, at + 1).join('_')).slice(2);
  const suffixes = [...line.matchAll(/`…(_\w+)`/g)].map(([, suffix]) => suffix);
  return [first, ...others, ...beginnings.flatMap((beginning) => suffixes.map((rest) => beginning + rest))];
}
