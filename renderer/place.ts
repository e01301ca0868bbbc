import { z } from 'zod';
import { scopeParts, spreadKinds } from '../shared/experiments/scope.ts';
import { configSourceSchema } from '../shared/experiments/source.ts';
import { activityTabStore } from './activity/activity-tab.ts';
import { experimentsStore } from './experiments/experiments-store.ts';
import { inspectBar, inspectionStore } from './prediction/inspector-store.ts';
import { viewStore, views } from './view.ts';

const storageKey = 'ensemble-desk.place';

const placeSchema = z.object({
  view: z.enum(views),
  activity: z.string().nullable(),
  inspected: z.number().nullable().describe('Open time of the bar looked at, ms UTC.'),
  experiments: z.object({
    tab: z.string().nullable(),
    subject: configSourceSchema.required().extend({
      part: z.enum(scopeParts),
      dataset: z.string().nullable().default(null),
      fromDay: z.string(),
      toDay: z.string(),
      spread: z.enum(spreadKinds).default('recorded'),
    }),
    other: z.object({ name: z.string(), source: configSourceSchema }).nullable(),
  }),
});

/**
 * Shows what the page showed before it was loaded again, and keeps that from now on. A page that crashes loses
 * everything but what is in `storage`, the window's session storage. Returns its undo.
 */
export function keepPlace(storage: Pick<Storage, 'getItem' | 'setItem'>): () => void {
  restore(storage.getItem(storageKey));
  const keep = () => storage.setItem(storageKey, JSON.stringify(placeNow()));
  const stores = [viewStore, activityTabStore, inspectionStore, experimentsStore] as const;
  const undos = stores.map((store) => store.subscribe(keep));
  return () => {
    for (const undo of undos) undo();
  };
}

function placeNow(): z.infer<typeof placeSchema> {
  return {
    view: viewStore.getState().view,
    activity: activityTabStore.getState().tab,
    inspected: inspectionStore.getState().inspection?.barTime ?? null,
    experiments: experimentsStore.getState(),
  };
}

function restore(text: string | null): void {
  const read = placeSchema.safeParse(parsed(text));
  if (!read.success) return;
  const { view, activity, inspected, experiments } = read.data;
  viewStore.setState({ view });
  activityTabStore.setState({ tab: activity });
  experimentsStore.setState(experiments);
  if (inspected !== null) void inspectBar(inspected);
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
