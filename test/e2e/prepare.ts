import { newFolder, preparedFolder, readJson, remove, results, writeJson } from './fixtures/places.ts';
import { headlessArguments, startInTerminal } from './fixtures/process.ts';

/**
 * Before all tests: one first start, of which most tests get a copy. What the run puts into the temporary
 * folder, the desks' own files and Chromium's included, lies in one folder that is removed at the end.
 */
export default async function prepare(): Promise<() => void> {
  const usual = process.env.TMPDIR;
  const own = newFolder();
  // Workers and desks inherit it.
  process.env.TMPDIR = own;
  const end = () => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    remove(own);
  };
  try {
    remove(results);
    await startFirst(preparedFolder());
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

async function startFirst(folder: string): Promise<void> {
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
}
