/** Times of one move of the pointer in the page, ms since its time origin. */
export interface MoveTimes {
  /** The event's own time stamp. */
  readonly moved: number;
  /** The page's first and last listeners ran: what the move costs the main thread. */
  readonly heard: number;
  readonly handled: number;
  /** The watched element told of the new place; NaN where it did not. */
  readonly changed: number;
  /** After the frame that shows it. */
  readonly painted: number;
}

/** What `installDragging` puts on the page's window as `dragging`. */
export interface Dragging {
  /** Watches an attribute of an element from now on. */
  watch(selector: string, attribute: string): void;
  /** The finished moves so far, which are then forgotten. */
  take(): MoveTimes[];
  /** A box of our own, no React: a move writes its place into an attribute at once. */
  addOwn(id: string): void;
  /** Middle and size of an element, CSS pixels. */
  placeOf(selector: string): { x: number; y: number; width: number; height: number };
  /** ms until the triangle that a threshold asks for is shown: its first picture, and the whole. */
  redraw(threshold: number): Promise<{ first: number; whole: number }>;
}

/** Runs in the page. */
export function installDragging(): void {
  type Open = { -readonly [K in keyof MoveTimes]: number };
  const channel = new MessageChannel();
  const done: MoveTimes[] = [];
  let open: Open | null = null;
  let observer: MutationObserver | null = null;

  channel.port2.onmessage = () => {
    if (!open) return;
    open.painted = performance.now();
    done.push(open);
    open = null;
  };
  window.addEventListener(
    'pointermove',
    (event) => {
      if (event.buttons !== 1) return;
      const heard = performance.now();
      open = { moved: event.timeStamp, heard, handled: Number.NaN, changed: Number.NaN, painted: Number.NaN };
      requestAnimationFrame(() => channel.port1.postMessage(null));
    },
    true,
  );
  window.addEventListener('pointermove', () => {
    if (open) open.handled = performance.now();
  });

  const dragging: Dragging = {
    watch(selector, attribute) {
      observer?.disconnect();
      observer = new MutationObserver(() => {
        if (open && Number.isNaN(open.changed)) open.changed = performance.now();
      });
      const element = document.querySelector(selector);
      if (!element) throw new Error(`there is no ${selector}`);
      observer.observe(element, { attributes: true, attributeFilter: [attribute] });
    },
    take: () => done.splice(0),
    addOwn(id) {
      const box = document.createElement('div');
      box.id = id;
      box.style.cssText = 'position:fixed;left:0;top:60px;width:300px;height:300px;z-index:99';
      box.addEventListener('pointermove', (event) => box.setAttribute('data-place', `${event.clientX}`));
      document.body.append(box);
    },
    placeOf(selector) {
      const { left, top, width, height } =
        document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
      return { x: left + width / 2, y: top + height / 2, width, height };
    },
    async redraw(threshold) {
      const desk: { invoke(name: string, input: object): Promise<unknown> } = Reflect.get(window, 'desk');
      const map = document.querySelector('.triangle-map');
      const state = document.querySelector('.triangle-state');
      const from = performance.now();
      const changes = { confidence_threshold: threshold };
      void desk.invoke('config.update', { category: 'trading', changes });
      let begun = false;
      const began = new MutationObserver(() => {
        begun = true;
      });
      if (map) began.observe(map, { attributes: true, attributeFilter: ['data-outdated'] });
      let first = Number.NaN;
      while (performance.now() - from < 10_000) {
        await new Promise((frame) => requestAnimationFrame(frame));
        const outdated = map?.hasAttribute('data-outdated') ?? true;
        if (!begun || outdated) continue;
        if (Number.isNaN(first)) first = performance.now() - from;
        if (state?.textContent !== 'computing…') break;
      }
      began.disconnect();
      return { first, whole: performance.now() - from };
    },
  };
  Reflect.set(window, 'dragging', dragging);
}
