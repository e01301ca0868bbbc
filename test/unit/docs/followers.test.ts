import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allParameters, type Category } from '../../../shared/parameters.ts';
import { createTestEngine, type TestEngine } from '../engine/test-engine.ts';
import { followers } from './configuration-guide.ts';

let desk: TestEngine;
beforeAll(async () => {
  desk = await createTestEngine({});
  await desk.open();
});
afterAll(() => desk.remove());

describe('the services that the configuration guide names', () => {
  it('subscribe to the category of their parameters', async () => {
    const { metrics } = (await desk.state()).config;
    const subscribed = new Set(metrics.map(({ category, service }) => `${category} ${service}`));
    for (const { category, key } of allParameters()) {
      const service = (followers[category as Category] as Readonly<Record<string, string>>)[key];
      // Those are read when an experiment begins: the tests of experiments hold that each of them counts.
      if (service !== 'experiments') expect(subscribed).toContain(`${category} ${service}`);
    }
  });
});
