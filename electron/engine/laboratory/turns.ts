/** The order in which several askers are served: each in turn, so that one with much work does not delay the others. */
export interface Turns {
  /** Orders tasks by asker, least recently served first; tasks of one asker keep their order. */
  order<T extends { readonly asker: string }>(tasks: readonly T[]): T[];
  /** Call it when a task of this asker begins. */
  taken(asker: string): void;
}

const rememberedAskers = 256;

export function createTurns(): Turns {
  /** A running number of each asker's latest turn. */
  const served = new Map<string, number>();
  let serving = 0;

  return {
    order(tasks) {
      const last = ({ asker }: { readonly asker: string }) => served.get(asker) ?? 0;
      return [...tasks].sort((a, b) => last(a) - last(b));
    },
    taken(asker) {
      serving += 1;
      // Deleting the entry first moves it to the end, so the least recently served asker is forgotten first.
      served.delete(asker);
      served.set(asker, serving);
      if (served.size > rememberedAskers) served.delete([...served.keys()][0]);
    },
  };
}
