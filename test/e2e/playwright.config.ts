import { defineConfig } from 'playwright/test';

// Limits are for a machine that is four times as busy as it should be: whoever waits, waits for an event.
export default defineConfig({
  testMatch: '**/*.e2e.ts',
  globalSetup: './prepare.ts',
  outputDir: '../../test-results/failures',
  timeout: 300_000,
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: 'list',
});
