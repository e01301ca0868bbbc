import { type BrowserWindow, dialog } from 'electron';
import type { Handlers } from '../shared/operations.ts';
import { success } from '../shared/result.ts';

/** The operations that ask the user for a file; null when the user changes their mind. */
export function createDialogHandlers(
  parent: () => BrowserWindow | null,
): Pick<Handlers, 'import.choose' | 'models.choose'> {
  async function choose(options: Electron.OpenDialogOptions) {
    const window = parent();
    const { canceled, filePaths } = window
      ? await dialog.showOpenDialog(window, options)
      : await dialog.showOpenDialog(options);
    return success(canceled || filePaths.length === 0 ? null : { path: filePaths[0] });
  }

  return {
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
