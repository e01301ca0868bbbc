/** The environment variables as text. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable without surrounding spaces; undefined where it is not set or empty. */
export function variable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

/** A switch in any of its usual forms, upper or lower case; undefined for any other text. */
export function readSwitch(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return true;
  if (['false', '0', 'no', 'off'].includes(word)) return false;
  return undefined;
}

/** The accepted forms of a switch, in words. */
export const switchForms = 'true, yes, on or 1, or false, no, off or 0';

/** A decimal number; undefined for any other text. */
export function readNumber(text: string): number | undefined {
  const number = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(number) ? Number(number) : undefined;
}

/** A text from outside, quoted and shortened for a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
