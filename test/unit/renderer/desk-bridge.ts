import { vi } from 'vitest';
import { type DeskMirror, deskStore } from '../../../renderer/store.ts';
import { type Result, success } from '../../../shared/result.ts';

/** One operation that the window asked for; the test answers it when it likes. */
export interface Asked {
  readonly name: string;
  readonly input: unknown;
  /** Also lets what waits for it go on. */
  answer(result: Result<unknown>): Promise<void>;
}

/** The other side of `window.desk`, held by the test. */
export interface HeldBridge {
  /** All that was asked so far, oldest first. */
  readonly asked: readonly Asked[];
  /** Names of what was asked so far. */
  names(): string[];
  /** Answers everything from now on with success, and what is open. */
  answerAll(value?: unknown): Promise<void>;
}

/** Puts a bridge on `window.desk` that answers nothing by itself. */
export function holdBridge(): HeldBridge {
  const asked: Asked[] = [];
  const open = new Map<Asked, (result: Result<unknown>) => void>();
  let always: Result<unknown> | null = null;
  vi.stubGlobal('desk', {
    invoke: (name: string, input: unknown) =>
      new Promise<Result<unknown>>((resolve) => {
        const one: Asked = {
          name,
          input,
          async answer(result) {
            open.delete(one);
            resolve(result);
            await settled();
          },
        };
        asked.push(one);
        if (always) resolve(always);
        else open.set(one, resolve);
      }),
  });
  return {
    asked,
    names: () => asked.map(({ name }) => name),
    async answerAll(value = null) {
      always = success(value);
      for (const resolve of open.values()) resolve(always);
      open.clear();
      await settled();
    },
  };
}

/** Lets promises that have been resolved run what waits for them. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Gives the window a mirror with these slices; what a test does not read is not there. */
export function mirror(slices: Partial<Record<keyof DeskMirror, unknown>>): void {
  deskStore.setState({ mirror: { jobs: [], notices: [], ...slices } as unknown as DeskMirror });
}
