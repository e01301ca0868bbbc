import type { Result } from '../../../../shared/result.ts';

/** Text of a file for a message, shortened, in quotes that `withoutQuotes` recognises. */
export function quoted(text: string, most: number): string {
  return `“${text.slice(0, most).replace(/[“”]/g, '"')}”`;
}

/** The same result; a failure no longer quotes text of the file. */
export function withoutQuotes<T>(result: Result<T>): Result<T> {
  if (result.ok) return result;
  const { problem } = result;
  return { ok: false, problem: { ...problem, message: problem.message.replace(/“[^”]*”/g, '“…”') } };
}
