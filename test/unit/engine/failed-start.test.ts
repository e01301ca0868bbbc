import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestEngine, type TestEngine } from './test-engine.ts';

let desk: TestEngine;
beforeAll(async () => {
  desk = await createTestEngine({});
});
afterAll(() => desk.remove());

it('a start that fails says why where the prediction would be, for as long as nothing is opened', async () => {
  const engine = await desk.open();
  expect((await desk.state()).models.silent_because).toBe('Getting ready.');
  // No folder can be made here, as on a disk that is full.
  await writeFile(join(desk.folder, 'bundles'), '');
  const started = await engine.start();
  if (started.ok) throw new Error('it started');
  const { models } = await desk.state();
  expect(models.silent_because).toBe(`The desk could not get ready: ${started.problem.message}`);
  await desk.clock.advance(60_000);
  expect((await desk.state()).models.silent_because).toBe(models.silent_because);
}, 60_000);
