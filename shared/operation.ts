import type { z } from 'zod';

/** One operation of the desk: the schema of what is asked and the schema of what is answered. */
export interface Operation<I extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly answer: A;
  /** What it does, in one sentence: the reference of the API prints it. */
  readonly about: string;
}

export function operation<I extends z.ZodType, A extends z.ZodType>(
  about: string,
  input: I,
  answer: A,
): Operation<I, A> {
  return { input, answer, about };
}
