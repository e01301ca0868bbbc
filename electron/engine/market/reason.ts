import { messageOf } from '../../../shared/result.ts';
/** The first line of what an error says, without the library's own headings, short enough to be shown. */
export function reasonOf(error: unknown): string {
  const message = messageOf(error);
  return message
    .split('\n')[0]
    .replace(/^([A-Z][A-Za-z]* ){1,3}(Error|Exception): /, '')
    .slice(0, 300);
}
