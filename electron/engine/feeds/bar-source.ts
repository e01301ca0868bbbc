import type { Bars } from '../../../shared/market.ts';
import type { Result } from '../../../shared/result.ts';

/**
 * Where the base bars of one dataset come from. To miss none and take none twice: subscribe, then ask for the history
 * from the last bar one holds, then take what was told meanwhile.
 */
export interface BarSource {
  /** Closed base bars that open at or after `from` and before `to`, ms UTC, in rising order of time. */
  history(from: number, to: number): Promise<Result<Bars>>;
  /** Returns its undo. */
  subscribe(listener: (event: BarEvent) => void): () => void;
  state(): SourceState;
}

export type BarEvent =
  /** One or more bars have closed. They follow those told before, and are part of the history already. */
  | { readonly kind: 'bars'; readonly bars: Bars }
  /** The price between two bars, at a moment in ms UTC. */
  | { readonly kind: 'price'; readonly time: number; readonly price: number }
  /** Bars that open at or after `from` (ms UTC) are others than was told: the history has them as they are now. */
  | { readonly kind: 'correction'; readonly from: number }
  | { readonly kind: 'state'; readonly state: SourceState };

/** `replay`: bars come as the clock of whoever uses them asks for them. `stopped`: none come any more, and why. */
export type SourceState =
  | { readonly name: 'replay' }
  | { readonly name: 'stopped'; readonly because: string };

/** A source that makes its bars when it is asked to. */
export interface DrivenSource extends BarSource {
  /** Tells its subscribers the bars of the next `hours` market hours before it resolves. */
  advance(hours: number): Promise<Result<null>>;
}
