import { ContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Command, CommandPanel } from '../commands/command.ts';
import { keysInWords } from '../commands/keys.ts';
import { commands } from '../commands/table.ts';
import { deskNow } from '../store.ts';
import './panel-menu.css';

/** The menu of a panel's right click (or the menu key): the commands that name it. */
export function PanelMenu({ panel, children }: { panel: CommandPanel; children: ReactNode }) {
  return (
    // Not modal: that would need a style element, which the content security policy refuses.
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" collisionPadding={8}>
          {commands
            .filter(({ panels }) => panels?.includes(panel))
            .map((command) => (
              <Item key={command.id} command={command} />
            ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function Item({ command }: { command: Command }) {
  const reason = command.whyNot?.(deskNow()) ?? null;
  return (
    <ContextMenu.Item
      className="menu-item"
      disabled={reason !== null}
      title={reason ?? undefined}
      onSelect={() => command.run()}
    >
      {command.title}
      {command.keys?.[0] && <kbd>{keysInWords(command.keys[0])}</kbd>}
    </ContextMenu.Item>
  );
}
