import { callOrToast } from '../desk.ts';
import { deskNow } from '../store.ts';

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
