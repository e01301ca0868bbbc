/** Whether random tests run at their full length: `npm run test:full`. */
export const full = process.env.DESK_FULL === '1';

/** How often something random is tried: enough to notice a fault in `npm test`, all of it in the full run. */
export function atLength(short: number, whole: number): number {
  return full ? whole : short;
}
