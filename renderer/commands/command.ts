import type { PanelId } from '../layout/layout-store.ts';
import type { DeskMirror } from '../store.ts';

/** The panels whose right click shows a menu. */
export type CommandPanel = PanelId | 'prediction';

/** Something that can be asked of the window: by menu, key, palette or context menu. */
export interface Command {
  /** Stays the same from version to version: the commands used last are remembered by it. */
  readonly id: string;
  readonly title: string;
  /** Under which the palette and the page of shortcuts list it. */
  readonly group: string;
  /** As `MenuRow` in shared/commands.ts says. */
  readonly keys?: readonly string[];
  /** The panels whose menu shows it. */
  readonly panels?: readonly CommandPanel[];
  /** Further words to find it by. */
  readonly words?: readonly string[];
  /** Why it cannot be run now; null where it can. */
  whyNot?(desk: DeskMirror): string | null;
  run(): void;
}
