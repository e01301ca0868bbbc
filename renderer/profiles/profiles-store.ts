import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DryRun, Profile } from '../../shared/audit.ts';
import { callOrToast } from '../desk.ts';
import { showToast } from '../ui/toast-store.ts';

/** What the profiles dialog shows. */
export type ProfilesView =
  | { readonly kind: 'list' }
  | { readonly kind: 'apply'; readonly name: string; readonly would: DryRun; readonly imported: boolean }
  | {
      readonly kind: 'import';
      readonly path: string;
      readonly profile: Profile;
      readonly would: DryRun;
    };

const profilesStore = createStore<{ readonly view: ProfilesView | null }>(() => ({ view: null }));

export function useProfilesView(): ProfilesView | null {
  return useStore(profilesStore, (state) => state.view);
}

export function showProfiles(): void {
  profilesStore.setState({ view: { kind: 'list' } });
}

export function closeProfiles(): void {
  profilesStore.setState({ view: null });
}

/** Shows what applying a profile would do. */
export async function askApply(name: string, imported = false): Promise<void> {
  const would = await callOrToast('profiles.compare', { name });
  if (would) profilesStore.setState({ view: { kind: 'apply', name, would, imported } });
}

export async function applyProfile(name: string): Promise<void> {
  if (await callOrToast('profiles.apply', { name })) closeProfiles();
}

/** Asks for a file and shows the profile in it and what applying it would change. */
export async function chooseProfile(): Promise<void> {
  const chosen = await callOrToast('profiles.choose', {});
  const inspected = chosen && (await callOrToast('profiles.inspect', { path: chosen.path }));
  if (inspected) profilesStore.setState({ view: { kind: 'import', path: chosen.path, ...inspected } });
}

/** Adds the profile in a file to the saved ones, completely or not at all, and shows what applying it would do. */
export async function importProfile(path: string): Promise<void> {
  const taken = await callOrToast('profiles.import', { path });
  if (taken) await askApply(taken.name, true);
}

export async function exportProfile(name: string): Promise<void> {
  const written = await callOrToast('profiles.export', { name });
  if (written) showToast('info', `The profile “${name}” was written to ${written.path}.`);
}
