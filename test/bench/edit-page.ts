/** Times of one edit in the page, ms since its time origin. */
export interface EditTimes {
  /** The key event's own time stamp. */
  readonly pressed: number;
  /** The page's first listener ran. */
  readonly heard: number;
  /** The event with the new state had come and was in the store; NaN for a local change. */
  readonly received: number;
  /** The new text stood in the document. */
  readonly changed: number;
  readonly frame: number;
  /** After the frame that shows it. */
  readonly painted: number;
}

/** What `installMeasuring` puts on the page's window. */
export interface Measuring {
  /** Waits for the next key and for what `watched` matches in its element's text to change. */
  arm(selector: string, pattern: string): void;
  /** The times, or null while the edit is not painted. */
  result(): EditTimes | null;
  focus(selector: string): void;
  /** An input and a text of our own: a key changes the text at once. */
  addOwn(id: string): void;
}

/** Runs in the page. */
export function installMeasuring(): void {
  const channel = new MessageChannel();
  let times: { -readonly [K in keyof EditTimes]: number } | null = null;
  let text = () => '';
  let before = '';
  let listening = false;

  function matched(selector: string, pattern: string): string {
    return new RegExp(pattern).exec(document.querySelector(selector)?.textContent ?? '')?.[0] ?? '';
  }
  channel.port2.onmessage = () => {
    if (times) times.painted = performance.now();
  };
  window.addEventListener(
    'keydown',
    (event) => {
      if (!listening || !times) return;
      listening = false;
      times.pressed = event.timeStamp;
      times.heard = performance.now();
    },
    true,
  );
  interface Bridge {
    onEvent(listener: () => void): void;
  }
  const desk: Bridge | undefined = Reflect.get(window, 'desk');
  desk?.onEvent(() => {
    if (times && !listening && Number.isNaN(times.changed)) times.received = performance.now();
  });
  new MutationObserver(() => {
    if (!times || listening || !Number.isNaN(times.changed) || text() === before) return;
    times.changed = performance.now();
    requestAnimationFrame(() => {
      if (times) times.frame = performance.now();
      channel.port1.postMessage(null);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });

  const measuring: Measuring = {
    arm(selector, pattern) {
      text = () => matched(selector, pattern);
      before = text();
      const none = Number.NaN;
      times = { pressed: none, heard: none, received: none, changed: none, frame: none, painted: none };
      listening = true;
    },
    result: () => (times && !Number.isNaN(times.painted) ? times : null),
    focus(selector) {
      const element = document.querySelector<HTMLElement>(selector);
      element?.focus();
    },
    addOwn(id) {
      const input = document.createElement('input');
      const output = document.createElement('output');
      input.id = id;
      output.id = `${id}-output`;
      input.style.cssText = output.style.cssText = 'position:fixed;bottom:0;right:0;z-index:9';
      let count = 0;
      input.addEventListener('keydown', () => {
        count += 1;
        output.textContent = `count ${count}`;
      });
      document.body.append(input, output);
    },
  };
  Reflect.set(window, 'bench', measuring);
}
