import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { DialogOperation, Handlers } from '../../shared/operations/index.ts';
import { type Result, success } from '../../shared/result.ts';
import type { Engine } from '../engine/engine.ts';

/** The operations that ask the user for a file; null when the user changes their mind. */
export function createDialogHandlers(
  window: BrowserWindow,
  engine: Pick<Engine, 'exportAudit' | 'exportProfile' | 'experimentFiles'>,
): Pick<Handlers, DialogOperation> {
  async function choose(options: Electron.OpenDialogOptions) {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
    return success(canceled || filePaths.length === 0 ? null : { path: filePaths[0] });
  }

  /** The page never names a file to write: it is chosen here. */
  async function save(name: string, extension: string, write: (path: string) => Promise<Result<unknown>>) {
    const options = { defaultPath: join(app.getPath('documents'), `${name}.${extension}`) };
    const { canceled, filePath } = await dialog.showSaveDialog(window, options);
    if (canceled || !filePath) return success(null);
    const written = await write(filePath);
    return written.ok ? success({ path: filePath }) : written;
  }

  return {
    'audit.export': ({ filter, format }) =>
      save('audit-trail', format, (path) => engine.exportAudit(filter, path)),
    'profiles.export': ({ name }) => save(name, 'json', (path) => engine.exportProfile(name, path)),
    'experiments.save': (input) =>
      save('experiment', 'json', (path) => engine.experimentFiles.save(input, path)),
    'experiments.export': (input) =>
      save(input.what, input.format, (path) => engine.experimentFiles.export(input, path)),
    'experiments.open': async () => {
      const chosen = await choose({
        title: 'Open an experiment',
        properties: ['openFile'],
        filters: [{ name: 'Experiment', extensions: ['json'] }],
      });
      if (!chosen.ok || !chosen.value) return success(null);
      return engine.experimentFiles.open(chosen.value.path);
    },
    'profiles.choose': () =>
      choose({
        title: 'Import a profile',
        properties: ['openFile'],
        filters: [{ name: 'Profile', extensions: ['json'] }],
      }),
    'import.choose': () =>
      choose({
        title: 'Import market data',
        properties: ['openFile'],
        filters: [
          { name: 'Market data', extensions: ['csv', 'txt', 'tsv', 'parquet'] },
          { name: 'All files', extensions: ['*'] },
        ],
      }),
    'models.choose': () =>
      choose({ title: 'Choose the folder of a model bundle', properties: ['openDirectory'] }),
  };
}
