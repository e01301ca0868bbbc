import type { DeskBridge } from '../shared/bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script before any script of the page runs. */
    readonly desk: DeskBridge;
  }
}
