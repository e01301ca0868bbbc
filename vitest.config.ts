import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          setupFiles: ['test/unit/seed.ts'],
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          // Kills, power cuts and full disks, over real Electron processes.
          name: 'durability',
          include: ['test/durability/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: ['test/e2e/prepare.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          // The tests run on Electron as Node; the desk that they start must come up as Electron.
          env: { ELECTRON_RUN_AS_NODE: '' },
        },
      },
    ],
  },
});
