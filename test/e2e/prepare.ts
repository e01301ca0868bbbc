import type { TestProject } from 'vitest/node';
import { newFolder, readJson, remove, results, writeJson } from './fixtures/places.ts';
import { headlessArguments, startInTerminal } from './fixtures/process.ts';

/** One first start before all tests; most of them begin with a copy of what it made. */
export async function setup(project: TestProject): Promise<() => void> {
  remove(results);
  const folder = newFolder();
  const desk = startInTerminal(folder, { args: headlessArguments });
  try {
    await desk.line(/^ready: /);
    desk.process.kill('SIGTERM');
    await desk.ended;
  } finally {
    await desk.end();
  }
  const document = readJson(folder, 'session.json');
  writeJson(
    { ...document, session: { ...(document.session as object), playing: false } },
    folder,
    'session.json',
  );
  project.provide('preparedFolder', folder);
  return () => remove(folder);
}
