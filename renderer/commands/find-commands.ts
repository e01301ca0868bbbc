import { defaultFilter } from 'cmdk';
import type { Command } from './command.ts';

const mostShown = 60;
/** How much better a command fits for having been used lately. */
const recentBonus = 1.15;
/** Below this, letters were found but not what was meant. */
const leastFit = 0.02;

/**
 * The commands that fit what was typed, the best first, at most 60. Without a text: those used last, then all
 * others in the order of the table. Letters need not be adjacent: "sl" finds "Stop loss".
 * @param recent ids, the latest first
 */
export function findCommands(
  commands: readonly Command[],
  text: string,
  recent: readonly string[],
): readonly Command[] {
  const asked = text.trim();
  if (asked === '') {
    const used = recent.flatMap((id) => commands.find((command) => command.id === id) ?? []);
    return [...used, ...commands.filter((command) => !used.includes(command))].slice(0, mostShown);
  }
  return commands
    .map((command) => ({ command, fit: fitOf(command, asked, recent) }))
    .filter(({ fit }) => fit >= leastFit)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, mostShown)
    .map(({ command }) => command);
}

function fitOf({ id, title, group, words = [] }: Command, asked: string, recent: readonly string[]): number {
  const inTitle = defaultFilter?.(title, asked) ?? 0;
  const anywhere = defaultFilter?.(`${group} ${title}`, asked, [...words]) ?? 0;
  return Math.max(inTitle, anywhere * 0.9) * (recent.includes(id) ? recentBonus : 1);
}
