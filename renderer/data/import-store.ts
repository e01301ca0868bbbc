import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ImportOptions, ImportPreview } from '../../shared/imports.ts';
import { call, callOrToast, inWords } from '../desk.ts';
import { showToast } from '../ui/toast-store.ts';

/** An import being looked at before it is taken. */
export interface ImportDraft {
  readonly path: string;
  readonly preview: ImportPreview | null;
  /** Why it cannot be taken as it is. */
  readonly problem: string | null;
  readonly busy: boolean;
}

const importStore = createStore<{ readonly draft: ImportDraft | null }>(() => ({ draft: null }));

export function useImportDraft(): ImportDraft | null {
  return useStore(importStore, (state) => state.draft);
}

/** Asks for a file and opens its preview. */
export async function chooseImport(): Promise<void> {
  const chosen = await callOrToast('import.choose', {});
  if (chosen) await inspectImport(chosen.path);
}

/** Opens the preview of a file dropped on the window. */
export async function dropImport(files: FileList): Promise<void> {
  const [file] = files;
  const path = file ? window.desk.pathForFile(file) : '';
  if (path === '') return showToast('warning', 'What was dropped is no file on this computer.');
  if (files.length > 1) showToast('info', 'Several files were dropped; the first one is shown.');
  await inspectImport(path);
}

/** Inspects a file, or inspects it again under other options; the latest inspection wins. */
export async function inspectImport(path: string, options?: Partial<ImportOptions>): Promise<void> {
  const { draft: before } = importStore.getState();
  const asked: ImportDraft = {
    path,
    preview: before?.path === path ? before.preview : null,
    problem: null,
    busy: true,
  };
  importStore.setState({ draft: asked });
  const result = await call('import.inspect', options ? { path, options } : { path });
  if (importStore.getState().draft !== asked) return;
  importStore.setState({
    draft: result.ok
      ? { path, preview: result.value, problem: null, busy: false }
      : { ...asked, problem: inWords(result.problem), busy: false },
  });
}

/** Takes the file; progress shows as a job. */
export async function runImport(path: string, options: ImportOptions): Promise<void> {
  const { draft } = importStore.getState();
  if (!draft) return;
  importStore.setState({ draft: { ...draft, busy: true, problem: null } });
  const result = await call('import.run', { path, options });
  if (result.ok) closeImport();
  else importStore.setState({ draft: { ...draft, busy: false, problem: inWords(result.problem) } });
}

export function closeImport(): void {
  importStore.setState({ draft: null });
}
