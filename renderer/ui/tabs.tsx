import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import './tabs.css';

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Shown behind the label, e.g. how many entries wait there. */
  readonly mark?: ReactNode;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly tools?: ReactNode;
  /** Id of the tab in front, where somebody else remembers it; else it is remembered here. */
  readonly shown?: string;
  onShow?(id: string): void;
}

/** Tabs whose content is built only while shown; `tools` stand at the end of their line. */
export function Tabs({ label, tabs, tools, shown, onShow }: TabsProps) {
  return (
    <Radix.Root className="tabs" defaultValue={tabs[0]?.id} value={shown} onValueChange={onShow}>
      <div className="tabs-head">
        <Radix.List className="tabs-list" aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.id} className="tab" value={tab.id}>
              {tab.label}
              {tab.mark}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {tools}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} className="tab-content" value={tab.id}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
