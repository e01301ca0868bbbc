import { callOrToast } from '../desk.ts';
import { deskNow } from '../store.ts';
import { showToast } from '../ui/toast-store.ts';

/** Takes the latest accepted change back; nothing happens where there is none or a slider is held. */
export function undo(): void {
  const { can_undo: can, preview } = deskNow().config;
  if (can && !preview) void callOrToast('config.undo', {});
}

/** Makes the change taken back last again. */
export function redo(): void {
  const { can_redo: can, preview } = deskNow().config;
  if (can && !preview) void callOrToast('config.redo', {});
}

/** Takes what the config file holds, and says what came of it. */
export async function reloadConfig(): Promise<void> {
  const receipt = await callOrToast('config.reload', {});
  if (receipt === null) showToast('info', 'The config file holds what is in force: nothing to take.');
  else if (receipt) showToast('info', `The config file was taken as v${receipt.version}.`);
}
