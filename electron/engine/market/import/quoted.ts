import type { Result } from '../../../../shared/result.ts';

/** Text of a file within a message: short, and marked so that it can be left out again. */
export function quoted(text: string, most: number): string {
  return `“${text.slice(0, most).replace(/[“”]/g, '"')}”`;
}

/** The same failure without what it quotes of the file. */
export function withoutQuotes<T>(result: Result<T>): Result<T> {
  if (result.ok) return result;
  const { problem } = result;
  return { ok: false, problem: { ...problem, message: problem.message.replace(/“[^”]*”/g, '“…”') } };
}
