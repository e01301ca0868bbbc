import { defineConfig } from 'playwright/test';
import { canMakeScreens } from './fixtures/virtual-screen.ts';

// Limits are for a machine that is four times as busy as it should be: whoever waits, waits for an event.
export default defineConfig({
  testMatch: '**/*.e2e.ts',
  globalSetup: './prepare.ts',
  outputDir: '../../test-results/failures',
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // Two at once where each has a screen of its own: neither takes the focus or the clipboard from the other.
  workers: canMakeScreens ? 2 : 1,
  reporter: 'list',
});
