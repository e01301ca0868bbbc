import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparedFolder, readJson, remove, results, writeJson } from './fixtures/places.ts';
import { headlessArguments, startInTerminal } from './fixtures/process.ts';

/**
 * Before all tests: one first start, of which most tests get a copy. What the run puts into the temporary
 * folder, the desks' own files and Chromium's included, lies in one folder that is removed at the end.
 */
export default async function prepare(): Promise<() => void> {
  removeLeftOvers();
  const usual = process.env.TMPDIR;
  const own = mkdtempSync(join(tmpdir(), `desk-e2e-run-${process.pid}-`));
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

/** What runs left that were killed before they could clean up. */
function removeLeftOvers(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^desk-e2e-run-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) remove(join(tmpdir(), name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One that belongs to somebody else runs as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function startFirst(folder: string): Promise<void> {
  const desk = startInTerminal(folder, { args: headlessArguments });
  try {
    await desk.line(/^ready: /);
    desk.process.kill('SIGTERM');
    await desk.end();
  } finally {
    await desk.kill();
  }
  const document = readJson(folder, 'session.json');
  const session = document.session as { readonly open: readonly object[] };
  const open = session.open.map((one) => ({ ...one, playing: false }));
  writeJson({ ...document, session: { ...session, open } }, folder, 'session.json');
}
