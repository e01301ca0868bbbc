import { pathToFileURL } from 'node:url';

// Started by bench.mjs, one process per bench, under Electron's Node: no bench can warm or slow another.
const bench = await import(pathToFileURL(process.argv[2]).href);
process.send?.(await bench.run(), () => process.exit(0));
