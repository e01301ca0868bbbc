import type { Shadow } from '../../../shared/experiments/shadows.ts';
import { changesOf } from '../../config/differences.ts';
import { undo } from '../../config/history.ts';
import { callOrToast } from '../../desk.ts';
import { deskNow } from '../../store.ts';
import { showToast } from '../../ui/toast-store.ts';

/** Makes a candidate the active configuration: one audited update, with a way back. */
export async function promoteShadow(id: number): Promise<void> {
  const candidate = candidateNow(id);
  const result = await callOrToast('shadows.promote', { id });
  if (result === undefined || !candidate) return;
  if (result === null) {
    showToast('info', `The values of “${candidate.name}” are in force already.`);
    return;
  }
  showToast('info', `v${result.version}: “${candidate.name}” is the active configuration now.`, {
    label: 'Undo',
    run: undo,
  });
}

/** Takes a candidate away; what it would do can be had back, what it has earned cannot. */
export async function removeShadow(id: number): Promise<void> {
  const { version, preview } = deskNow().config;
  const candidate = candidateNow(id);
  if ((await callOrToast('shadows.remove', { id })) === undefined || !candidate) return;
  const message = `“${candidate.name}” was removed.`;
  // What it differs from is on record only where no preview hides it.
  if (preview) showToast('info', message);
  else
    showToast('info', `${message} Brought back, it begins again together with the others.`, {
      label: 'Bring back',
      run: () => void bringBack(candidate, version),
    });
}

export function restartShadows(): void {
  void callOrToast('shadows.restart', {});
}

async function bringBack({ name, differs }: Shadow, version: number): Promise<void> {
  const changes = changesOf(differs.map(({ path, value }) => ({ path, to: value })));
  await callOrToast('shadows.add', { name, source: { from: { version }, changes } });
}

function candidateNow(id: number): Shadow | undefined {
  return deskNow().shadows.candidates.find((candidate) => candidate.id === id);
}
