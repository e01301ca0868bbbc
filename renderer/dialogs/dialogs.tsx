import type { ComponentType } from 'react';
import { Palette } from '../commands/palette.tsx';
import { ShortcutsDialog } from '../commands/shortcuts-dialog.tsx';
import { ResetAllDialog } from '../config/reset-all-dialog.tsx';
import { JumpDialog } from '../top-bar/jump-dialog.tsx';
import { AboutDialog } from './about-dialog.tsx';
import { type DialogName, useOpenDialog } from './dialog-store.ts';

const dialogs: Readonly<Record<DialogName, ComponentType>> = {
  about: AboutDialog,
  jump: JumpDialog,
  palette: Palette,
  'reset-all': ResetAllDialog,
  shortcuts: ShortcutsDialog,
};

/** The dialog that was asked for, if any. */
export function Dialogs() {
  const name = useOpenDialog();
  const Open = name && dialogs[name];
  return Open && <Open />;
}
