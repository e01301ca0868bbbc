import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DeskEvent, DeskLogs, DeskSnapshot, DeskState } from '../shared/desk.ts';

import { keepEqual } from './keep-equal.ts';

/** Entries kept of each log. */
export const logLimit = 300;

/** The window's copy of what the main process says; nothing in it is made here. */
export interface DeskMirror extends DeskState, DeskLogs {
  readonly sequence: number;
}

export type DeskMessage =
  | { readonly kind: 'event'; readonly event: DeskEvent }
  | { readonly kind: 'snapshot'; readonly snapshot: DeskSnapshot };

/** `mirror` is null until the first snapshot has come; `refusal` says why none comes. */
export const deskStore = createStore<{ readonly mirror: DeskMirror | null; readonly refusal: string | null }>(
  () => ({ mirror: null, refusal: null }),
);

/**
 * The one writer of the mirror. Returns true when a full snapshot must be fetched:
 * events were missed, none has come yet, or the one given was overtaken by events.
 */
export function receive(message: DeskMessage): boolean {
  const { mirror, incomplete } = applied(deskStore.getState().mirror, message);
  if (mirror !== deskStore.getState().mirror) deskStore.setState({ mirror });
  return incomplete;
}

/** What the mirror becomes, as a value; `incomplete` as `receive` returns it. */
export function applied(
  mirror: DeskMirror | null,
  message: DeskMessage,
): { readonly mirror: DeskMirror | null; readonly incomplete: boolean } {
  if (message.kind === 'snapshot') {
    const { sequence, state, logs } = message.snapshot;
    if (mirror && sequence < mirror.sequence) return { mirror, incomplete: true };
    const kept = mirror ? { ...state, ...changed(mirror, state) } : state;
    return { mirror: { ...kept, ...appended(noLogs, logs), sequence }, incomplete: false };
  }
  if (!mirror) return { mirror, incomplete: true };
  const { sequence, state, logs } = message.event;
  if (sequence <= mirror.sequence) return { mirror, incomplete: false };
  return {
    mirror: { ...mirror, ...changed(mirror, state), ...appended(mirror, logs), sequence },
    incomplete: sequence > mirror.sequence + 1,
  };
}

/** Reads a slice in a component; it renders again only when that slice changes. Only under a mirror that has come. */
export function useDesk<T>(selector: (mirror: DeskMirror) => T): T {
  return useStore(deskStore, (state) => selector(present(state.mirror)));
}

/** The mirror for event handlers. */
export function deskNow(): DeskMirror {
  return present(deskStore.getState().mirror);
}

/** The slices that came, with what is as before in them kept: a slice is rendered where it differs only. */
function changed(mirror: DeskMirror, state: Partial<DeskState>): Partial<DeskState> {
  const slices = Object.entries(state) as [keyof DeskState, unknown][];
  return Object.fromEntries(slices.map(([name, slice]) => [name, keepEqual(mirror[name], slice)]));
}

const noLogs: DeskLogs = { callbacks: [], predictions: [], notices: [] };

function appended(logs: DeskLogs, more: Partial<DeskLogs>): DeskLogs {
  return {
    callbacks: bounded(logs.callbacks, more.callbacks),
    predictions: bounded(logs.predictions, more.predictions),
    notices: bounded(logs.notices, more.notices),
  };
}

function bounded<T>(entries: readonly T[], more: readonly T[] | undefined): readonly T[] {
  return more && more.length > 0 ? [...entries, ...more].slice(-logLimit) : entries;
}

function present(mirror: DeskMirror | null): DeskMirror {
  if (!mirror) throw new Error('The desk was read before its first snapshot came.');
  return mirror;
}
