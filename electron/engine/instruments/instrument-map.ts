import type { Instrument } from './instrument.ts';
import type { OpenInstrument, Session } from './session.ts';

/** The open instruments in their order, which of them has the focus, and where each has stood. */
export interface InstrumentMap {
  list(): readonly Instrument[];
  get(id: string): Instrument | null;
  focus(): Instrument | null;
  focusOn(id: string): void;
  add(instrument: Instrument): void;
  /** Closes one and puts another in its place. */
  replace(id: string, by: Instrument): Promise<void>;
  /** Closes one. */
  remove(id: string): Promise<void>;
  /** Open time of the bar at which the replay of a dataset stood last, ms UTC; null where it has none. */
  cursorOf(id: string): number | null;
  /** What was open the last time counts as open until it is, unless it cannot be opened any more. */
  forgets(id: string): void;
  session(): Pick<Session, 'dataset' | 'open' | 'cursors'>;
}

export function createInstrumentMap(last: Pick<Session, 'dataset' | 'open' | 'cursors'>): InstrumentMap {
  let instruments: readonly Instrument[] = [];
  let focused: string | null = null;
  let { cursors } = last;
  let awaited: readonly OpenInstrument[] = last.open;
  const lastOrder = last.open.map(({ dataset }) => dataset);

  const get = (id: string) => instruments.find((instrument) => instrument.id === id) ?? null;
  const focus = () => (focused === null ? null : get(focused));

  /** Those that were open the last time keep their order, however they come to be opened again; new ones follow. */
  function inOrder<T>(entries: readonly T[], idOf: (entry: T) => string): readonly T[] {
    const place = (entry: T) => {
      const index = lastOrder.indexOf(idOf(entry));
      return index < 0 ? lastOrder.length : index;
    };
    return [...entries].sort((a, b) => place(a) - place(b));
  }

  function remember(instrument: Instrument): void {
    const { bar_time } = instrument.replay.state();
    // Without models the replay has nothing to say and its place nothing to go back to.
    if (instrument.answering() && bar_time !== null) cursors = { ...cursors, [instrument.id]: bar_time };
  }

  async function close(instrument: Instrument): Promise<void> {
    remember(instrument);
    await instrument.close();
  }

  function opened(id: string): void {
    awaited = awaited.filter(({ dataset }) => dataset !== id);
  }

  return {
    list: () => instruments,
    get,
    focus,
    focusOn(id) {
      focused = id;
    },
    add(instrument) {
      opened(instrument.id);
      instruments = inOrder([...instruments, instrument], ({ id }) => id);
    },
    async replace(id, by) {
      const before = get(id);
      opened(by.id);
      instruments = instruments.map((each) => (each === before ? by : each));
      if (focused === id) focused = by.id;
      if (before) await close(before);
    },
    async remove(id) {
      const before = get(id);
      instruments = instruments.filter((each) => each !== before);
      if (before) await close(before);
    },
    cursorOf: (id) => cursors[id] ?? null,
    forgets: opened,
    session() {
      for (const instrument of instruments) remember(instrument);
      const open = instruments.map(({ id, replay }) => {
        const { speed, playing } = replay.state();
        return { dataset: id, speed, playing };
      });
      return {
        dataset: focused ?? last.dataset,
        open: inOrder([...open, ...awaited], ({ dataset }) => dataset),
        cursors,
      };
    },
  };
}
