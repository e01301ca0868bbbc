import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConfigDifference, VersionValues } from '../../shared/audit.ts';
import { callOrToast } from '../desk.ts';
import { deskNow } from '../store.ts';
import { showToast } from '../ui/toast-store.ts';

/** What is looked at of earlier versions, in a dialog. */
export type VersionView =
  | { readonly kind: 'values'; readonly made: VersionValues }
  | {
      readonly kind: 'compare';
      readonly from: number;
      readonly to: number;
      readonly differences: readonly ConfigDifference[];
    }
  | {
      readonly kind: 'restore';
      readonly version: number;
      /** Only these "category.key"; left out, everything. */
      readonly paths?: readonly string[];
      readonly differences: readonly ConfigDifference[];
    };

const versionStore = createStore<{ readonly view: VersionView | null }>(() => ({ view: null }));

export function useVersionView(): VersionView | null {
  return useStore(versionStore, (state) => state.view);
}

export function closeVersion(): void {
  versionStore.setState({ view: null });
}

/** Shows the exact values of a version. */
export async function showVersion(version: number): Promise<void> {
  const made = await callOrToast('audit.version', { version });
  if (made) versionStore.setState({ view: { kind: 'values', made } });
}

/** Shows in what two versions differ, the older one first. */
export async function compareVersions(one: number, other: number): Promise<void> {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  const differences = from === to ? [] : await callOrToast('audit.compare', { from, to });
  if (differences) versionStore.setState({ view: { kind: 'compare', from, to, differences } });
}

/** Shows what restoring would change before it does; says so where that is nothing. */
export async function askRestore(version: number, paths?: readonly string[]): Promise<void> {
  const all = await callOrToast('audit.compare', { from: deskNow().config.version, to: version });
  if (!all) return;
  // Single values are restored of those for all; without them, what symbols have of their own goes back as well.
  const differences = paths ? all.filter(({ path, symbol }) => symbol === null && paths.includes(path)) : all;
  if (differences.length > 0) {
    versionStore.setState({ view: { kind: 'restore', version, paths, differences } });
    return;
  }
  const what = paths ? 'These values of' : 'The values of';
  showToast('info', `${what} v${version} are in force already: there is nothing to restore.`);
}
