import type { DeskEvent, DeskLogs, DeskSnapshot, DeskState } from '../shared/operations.ts';
/** Entries kept of each log. */
export declare const logLimit = 300;
/** The window's copy of what the main process says; nothing in it is made here. */
export interface DeskMirror extends DeskState, DeskLogs {
  readonly sequence: number;
}
export type DeskMessage =
  | {
      readonly kind: 'event';
      readonly event: DeskEvent;
    }
  | {
      readonly kind: 'snapshot';
      readonly snapshot: DeskSnapshot;
    };
/** Null until the first snapshot has come. */
export declare const deskStore: import('zustand').StoreApi<{
  readonly mirror: DeskMirror | null;
}>;
/**
 * The one writer of the mirror. Returns true when a full snapshot must be fetched:
 * events were missed, none has come yet, or the one given was overtaken by events.
 */
export declare function receive(message: DeskMessage): boolean;
/** What the mirror becomes, as a value; `incomplete` as `receive` returns it. */
export declare function applied(
  mirror: DeskMirror | null,
  message: DeskMessage,
): {
  readonly mirror: DeskMirror | null;
  readonly incomplete: boolean;
};
/** Reads a slice in a component; it renders again only when that slice changes. Only under a mirror that has come. */
export declare function useDesk<T>(selector: (mirror: DeskMirror) => T): T;
/** The mirror for event handlers. */
export declare function deskNow(): DeskMirror;
