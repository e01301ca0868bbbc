import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { DeskBridge } from '../shared/bridge.ts';
import type { MenuCommand } from '../shared/commands.ts';
import type { DeskEvent } from '../shared/desk.ts';

// Repeated rather than imported: a sandboxed preload is one file without the main process's modules.
const invokeChannel = 'desk:invoke';
const eventChannel = 'desk:event';
const commandChannel = 'desk:command';

const bridge: DeskBridge = {
  invoke: (name, input) => ipcRenderer.invoke(invokeChannel, name, input),
  onEvent: (listener) => listen<DeskEvent>(eventChannel, listener),
  onCommand: (listener) => listen<MenuCommand>(commandChannel, listener),
  pathForFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};

/** The page gets the message, never Electron's event. */
function listen<T>(channel: string, listener: (message: T) => void): () => void {
  const relay = (_event: unknown, message: T) => listener(message);
  ipcRenderer.on(channel, relay);
  return () => {
    ipcRenderer.off(channel, relay);
  };
}

contextBridge.exposeInMainWorld('desk', bridge);
