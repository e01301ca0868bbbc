import type { ConfigState } from '../shared/config.ts';
import type { Job, Notice } from '../shared/jobs.ts';
import { outsideChange } from './config/receipt-words.ts';
import { duration } from './format.ts';
import { deskStore } from './store.ts';
import type { Toast } from './ui/toast-store.ts';
import { showToast } from './ui/toast-store.ts';

type Announcement = Pick<Toast, 'level' | 'message'>;

/** Shows new warnings, new errors and how long work ended as toasts. Returns its undo. */
export function announceNews(): () => void {
  let lastNotice = 0;
  return deskStore.subscribe(({ mirror }, { mirror: before }) => {
    if (!mirror) return;
    const news = [
      ...(mirror.notices === before?.notices ? [] : pressing(mirror.notices, lastNotice)),
      ...(mirror.config.last_receipt === before?.config.last_receipt ? [] : fromOutside(before, mirror)),
      ...(mirror.jobs === before?.jobs ? [] : endings(before?.jobs ?? [], mirror.jobs)),
    ];
    lastNotice = mirror.notices.at(-1)?.id ?? lastNotice;
    for (const { level, message } of news) showToast(level, message);
  });
}

/** The warnings and errors after notice `lastId`. */
export function pressing(notices: readonly Notice[], lastId: number): Announcement[] {
  return notices.filter(({ id, level }) => id > lastId && level !== 'info');
}

/** What changed the configuration although nobody asked here: the file edited by hand, a trial's end. */
export function fromOutside(
  before: { config: Pick<ConfigState, 'last_receipt'> } | null | undefined,
  { config }: { config: Pick<ConfigState, 'last_receipt'> },
): Announcement[] {
  const message = before && config.last_receipt && outsideChange(config.last_receipt);
  return message ? [{ level: 'info', message }] : [];
}

/** What to say of jobs that were seen running and are done; of those that failed the engine tells in a notice. */
export function endings(before: readonly Job[], jobs: readonly Job[]): Announcement[] {
  const wasRunning = new Set(before.filter(({ state }) => state === 'running').map(({ id }) => id));
  return jobs
    .filter((job) => wasRunning.has(job.id) && job.state === 'done' && isAsked(job))
    .map((job) => ({ level: 'info', message: `${job.label}: done in ${duration(took(job))}.` }));
}

/** Work that a person started and may have turned away from. */
function isAsked({ kind }: Job): boolean {
  return kind === 'train' || kind === 'import';
}

function took({ started_at: started, ended_at: ended }: Job): number {
  return (ended ?? started) - started;
}
