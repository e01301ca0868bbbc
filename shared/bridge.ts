import type { MenuCommand } from './commands.ts';
import type { DeskEvent } from './desk.ts';
import type { OperationAnswer, OperationAsk, OperationName } from './operations/index.ts';
import type { Result } from './result.ts';

/** What the preload puts on `window.desk`: named functions, never Electron's own objects. */
export interface DeskBridge {
  invoke<N extends OperationName>(name: N, input: OperationAsk<N>): Promise<Result<OperationAnswer<N>>>;
  /** Returns its undo. */
  onEvent(listener: (event: DeskEvent) => void): () => void;
  /** What the menu asks of the window. Returns its undo. */
  onCommand(listener: (command: MenuCommand) => void): () => void;
  /** Absolute path of a dropped `File`; empty for anything else. */
  pathForFile(file: unknown): string;
}
