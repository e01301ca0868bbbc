import { existsSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

const top = import.meta.dirname;
const dist = join(top, 'dist');

// Resolved at run time: Electron brings the first two, DuckDB is a native module.
const external = ['electron', /^node:/, ...builtinModules, /^@duckdb\//];

/** `vite build --app` builds the window and the three kinds of Node code into dist/. */
export default defineConfig(({ mode }) => ({
  root: join(top, 'renderer'),
  base: '/',
  publicDir: false,
  plugins: [react()],
  define: { __DEVELOPMENT__: JSON.stringify(mode === 'development') },
  server: { host: '127.0.0.1' },
  environments: {
    client: renderer(),
    main: nodeSide({ main: join(top, 'electron/main.ts') }, dist, 'main.js'),
    preload: preload(),
    workers: nodeSide(workerEntries(), join(dist, 'workers'), '[name].js'),
  },
  builder: {
    sharedConfigBuild: true,
    async buildApp(builder) {
      rmSync(dist, { recursive: true, force: true });
      for (const [name, environment] of Object.entries(builder.environments)) {
        if (name !== 'ssr' && hasInput(environment.config.build.rolldownOptions.input)) {
          await builder.build(environment);
        }
      }
    },
  },
}));

function renderer(): EnvironmentOptions {
  return {
    build: {
      target: 'chrome148',
      outDir: join(dist, 'renderer'),
      emptyOutDir: false,
      // Everything stays a file of its own: the window's security policy allows no data: or inline code.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(top, 'renderer/index.html') },
    },
  };
}

/** ES modules for Electron's own Node, libraries bundled: one file opens faster than hundreds. */
function nodeSide(input: Record<string, string>, outDir: string, fileNames: string): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, conditions: ['node', 'import', 'default'] },
    build: {
      target: 'node24',
      outDir,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        external,
        output: {
          format: 'es',
          entryFileNames: fileNames,
          chunkFileNames: 'shared/[name]-[hash].js',
          ...(fileNames === 'main.js' && { codeSplitting: false }),
        },
      },
    },
  };
}

/** A sandboxed preload must be one CommonJS file. */
function preload(): EnvironmentOptions {
  const options = nodeSide({ preload: join(top, 'electron/preload.ts') }, dist, 'preload.cjs');
  return {
    ...options,
    build: {
      ...options.build,
      rolldownOptions: {
        ...options.build?.rolldownOptions,
        output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
      },
    },
  };
}

function workerEntries(): Record<string, string> {
  const folder = join(top, 'electron/workers');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(folder, file)]));
}

function hasInput(input: unknown): boolean {
  return (
    typeof input === 'string' ||
    (typeof input === 'object' && input !== null && Object.keys(input).length > 0)
  );
}
