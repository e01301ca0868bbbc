import { z } from 'zod';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The panels around the prediction, which takes what room they leave. */
export const panelIds = ['parameters', 'caches', 'activity'] as const;
export type PanelId = (typeof panelIds)[number];

const panelSchema = z.object({
  open: z.boolean(),
  size: z
    .number()
    .positive()
    .describe('Width, of the activity height, in CSS pixels; also kept while closed.'),
});
type PanelLayout = Readonly<z.infer<typeof panelSchema>>;
export type Layout = Readonly<Record<PanelId, PanelLayout>>;

interface LayoutState {
  readonly panels: Layout;
  /** Nobody has changed it: it follows the size of the window. */
  readonly isUsual: boolean;
  /** Rises when something else than a drag decided the sizes, so that they must be taken over. */
  readonly decided: number;
}

/** What no panel can be made smaller than, in CSS pixels; with it 780 by 400 hold everything. */
export const leastSizes = { parameters: 240, caches: 180, activity: 96, prediction: 280 } as const;

const restMs = 80;
const storageKey = 'ensemble-desk.layout';
const layoutSchema = z.record(z.enum(panelIds), panelSchema);

export const layoutStore = createStore<LayoutState>(() => {
  const panels = remembered();
  return { panels: panels ?? usualNow(), isUsual: panels === null, decided: 0 };
});

export function usePanelLayout(id: PanelId): PanelLayout {
  return useStore(layoutStore, (state) => state.panels[id]);
}

/** The layout nobody has changed: in a narrow window the caches leave their room to the prediction. */
export function usualLayout(width: number, height: number): Layout {
  const [parameters, caches] =
    width >= 1720 ? [360, 340] : width >= 1280 ? [320, 296] : width >= 1000 ? [284, 232] : [280, 232];
  return {
    parameters: { open: true, size: parameters },
    caches: { open: width >= 1000, size: caches },
    activity: { open: true, size: Math.round(Math.max(120, Math.min(0.22 * height, 260))) },
  };
}

/** Keeps what a drag or a key at a separator made of the sizes; `null` for a panel that was closed by it. */
export function keepSizes(sizes: Partial<Record<PanelId, number | null>>): void {
  const { panels } = layoutStore.getState();
  const changed = panelIds.flatMap((id) => {
    const size = sizes[id];
    return size === undefined ? [] : [[id, { open: size !== null, size: size ?? panels[id].size }] as const];
  });
  keep({ ...panels, ...Object.fromEntries(changed) });
}

export function togglePanel(id: PanelId): void {
  setPanel(id, { open: !layoutStore.getState().panels[id].open });
}

/** Opens a panel that is closed. */
export function showPanel(id: PanelId): void {
  if (!layoutStore.getState().panels[id].open) setPanel(id, { open: true });
}

/** Gives the activity half of the window, or the room back. */
export function toggleTallActivity(): void {
  const { panels } = layoutStore.getState();
  const size = isTall(panels) ? usualNow().activity.size : Math.round(window.innerHeight * 0.5);
  setPanel('activity', { open: true, size });
}

export function isTall({ activity }: Layout): boolean {
  return activity.open && activity.size >= window.innerHeight * 0.4;
}

/** Gives a panel the size that a first start gives. */
export function resetPanel(id: PanelId): void {
  setPanel(id, usualNow()[id]);
}

/** Forgets all that was changed. */
export function resetLayout(): void {
  localStorage.removeItem(storageKey);
  decide({ panels: usualNow(), isUsual: true });
}

/** Follows the size of the window while nobody has changed the layout. Returns its undo. */
export function followWindow(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    if (layoutStore.getState().isUsual) decide({ panels: usualNow() });
  };
  // Once the window rests: the panels learn of its size later than this event comes.
  const wait = () => {
    clearTimeout(waiting);
    waiting = setTimeout(follow, restMs);
  };
  window.addEventListener('resize', wait);
  return () => {
    clearTimeout(waiting);
    window.removeEventListener('resize', wait);
  };
}

function setPanel(id: PanelId, change: Partial<PanelLayout>): void {
  const { panels } = layoutStore.getState();
  keep({ ...panels, [id]: { ...panels[id], ...change } });
  decide({});
}

function keep(panels: Layout): void {
  layoutStore.setState({ panels, isUsual: false });
  localStorage.setItem(storageKey, JSON.stringify(panels));
}

function decide(change: Partial<LayoutState>): void {
  layoutStore.setState(({ decided }) => ({ ...change, decided: decided + 1 }));
}

function usualNow(): Layout {
  return usualLayout(window.innerWidth, window.innerHeight);
}

function remembered(): Layout | null {
  try {
    const read = layoutSchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
