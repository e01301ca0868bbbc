import type { DeskBridge } from '../shared/bridge.ts';
import { call } from './desk.ts';
import { deskStore, receive } from './store.ts';
import { showToast } from './ui/toast-store.ts';

const retryMs = 500;

/**
 * Keeps the mirror in step with the main process while the page is visible: events as they come,
 * a full snapshot at the start, after a gap and when the page is shown again. Returns its undo.
 */
export function connectDesk(bridge: DeskBridge, page: Document): () => void {
  let fetching = false;
  let closed = false;

  async function refresh() {
    if (fetching || closed) return;
    fetching = true;
    const result = await call('desk.snapshot', {});
    fetching = false;
    if (closed) return;
    if (!result.ok) refused(result.problem.message);
    const incomplete = !result.ok || receive({ kind: 'snapshot', snapshot: result.value });
    if (incomplete) setTimeout(refresh, retryMs);
  }

  function refused(message: string) {
    if (deskStore.getState().mirror === null) deskStore.setState({ refusal: message });
    else showToast('error', message);
  }

  const unsubscribe = bridge.onEvent((event) => {
    if (page.hidden) return;
    if (receive({ kind: 'event', event })) refresh();
  });
  const onVisibility = () => {
    if (!page.hidden) refresh();
  };
  page.addEventListener('visibilitychange', onVisibility);
  refresh();
  return () => {
    closed = true;
    unsubscribe();
    page.removeEventListener('visibilitychange', onVisibility);
  };
}
