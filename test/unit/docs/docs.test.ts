import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiReference } from './api-reference.ts';
import { configurationGuide } from './configuration-guide.ts';
import { featuresGuide } from './features-guide.ts';
import { withFigures } from './figure-blocks.ts';
import { filesGuide } from './files-guide.ts';
import { startingGuide } from './starting-guide.ts';

// If one of these fails, the tables have changed: `npm run docs` generates the pages again.
describe('the generated pages are up to date', () => {
  it('docs/configuration.md', async () => {
    await expect(configurationGuide()).toMatchFileSnapshot('../../../docs/configuration.md');
  });

  it('docs/starting.md', async () => {
    await expect(startingGuide()).toMatchFileSnapshot('../../../docs/starting.md');
  });

  // `npm run bench -- figures` measures what these quote and writes docs/figures.json.
  it.each(['README.md', 'docs/experiments.md', 'docs/performance.md'])('the figures in %s', async (page) => {
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('<!-- figures: ');
    await expect(withFigures(text)).toMatchFileSnapshot(`../../../${page}`);
  });

  it('docs/files.md', async () => {
    await expect(filesGuide()).toMatchFileSnapshot('../../../docs/files.md');
  });

  it('docs/features.md', async () => {
    await expect(featuresGuide()).toMatchFileSnapshot('../../../docs/features.md');
  });

  it('docs/api.md', async () => {
    await expect(apiReference()).toMatchFileSnapshot('../../../docs/api.md');
  });
});
