import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshSession } from '../../../electron/engine/instruments/session.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';

const fixture = resolve(import.meta.dirname, '../../fixtures/data-folder-0.1');
const whole = 'GBPUSD-20261129-142039';
const broken = 'broken-copy';

let desk: TestEngine;
beforeAll(async () => {
  const last = { ...freshSession, dataset: 'GBPUSD', bundles: { GBPUSD: broken } };
  desk = await createTestEngine({}, { data: fixture, last });
});
afterAll(() => desk.remove());

it('a bundle whose models are broken makes way for the next at the start, and is listed no more', async () => {
  const bundles = join(desk.folder, 'bundles');
  await cp(join(bundles, whole), join(bundles, broken), { recursive: true });
  const model = join(bundles, broken, '4H.model.json');
  await writeFile(model, (await readFile(model, 'utf8')).slice(0, 500));

  const told: string[] = [];
  const engine = await desk.open();
  engine.onEvent(({ logs }) => told.push(...(logs.notices ?? []).map(({ message }) => message)));
  expect(await engine.start()).toMatchObject({ ok: true, value: { model: whole } });
  const { models } = await desk.state();
  expect(models.bundles.map(({ id }) => id)).toEqual([whole]);
  await desk.clock.advance(1000);
  expect(
    told.filter((message) => message.startsWith(`Bundle ${broken} cannot be used: 4H.model.json`)),
  ).not.toEqual([]);
  expect(await engine.handlers['models.activate']({ bundle: broken })).toMatchObject({
    problem: { code: 'not-found' },
  });
}, 60_000);
