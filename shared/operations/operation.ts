import type { z } from 'zod';
import type { ProblemCode } from '../result.ts';

/** One operation of the desk, with everything there is to say about it. */
export interface Operation<
  I extends z.ZodObject = z.ZodObject,
  A extends z.ZodType = z.ZodType,
  D extends Door = Door,
> {
  /** What it does, in one sentence: the reference of the API prints it. */
  readonly about: string;
  readonly input: I;
  readonly answer: A;
  readonly door: D;
  /** Failures beyond those that every operation can give; none if left out. */
  readonly failures?: readonly OwnFailure[];
  /**
   * An input that a desk answers with success if it has what the input names. The reference shows it as a curl
   * command.
   */
  readonly example: z.input<I>;
}

/**
 * Who can reach an operation: the window alone; the window alone, where it opens a dialog for the person before it;
 * or also every program that the API lets in.
 */
export type Door = 'window' | 'dialog' | ApiDoor;

/** Reached over HTTP by its name, at `POST /operations/{name}`, and at routes of its own. */
export interface ApiDoor {
  readonly routes: readonly OwnRoute[];
}

export interface OwnRoute {
  /** Method and path below the root of the API. What stands in braces is a field of the input. */
  readonly at: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;
  /** What it does, if it does only part of what the operation can. */
  readonly about?: string;
  /**
   * The field of the input that the whole body is, or the fields that the body holds. Left out, it holds all that are
   * neither in the path nor in the query.
   */
  readonly body?: string | readonly string[];
  /** Fields that stand in the query although there is a body. */
  readonly query?: readonly string[];
  /** A field of the input whose own fields stand in the query. */
  readonly spread?: string;
  /** Answers with the version of the configuration as `ETag`, and with 304 to who has it already. */
  readonly tagged?: true;
}

/**
 * A failure of the operation itself. Every operation can also answer `invalid`, `busy`, `too-large` and
 * `internal`, and `stale` where it takes an `expected_version`.
 */
export type OwnFailure = Extract<
  ProblemCode,
  'not-found' | 'conflict' | 'cancelled' | 'unreadable' | 'not-saved'
>;

/** Reached over HTTP, at these routes and by its name. */
export function api(...routes: readonly (OwnRoute | OwnRoute['at'])[]): ApiDoor {
  return { routes: routes.map((route) => (typeof route === 'string' ? { at: route } : route)) };
}

/** Checks the types of an entry: the example must fit the input. */
export function operation<I extends z.ZodObject, A extends z.ZodType, const D extends Door>(
  entry: Operation<I, A, D>,
): Operation<I, A, D> {
  return entry;
}
