/**
 * Binary search: the first index in 0 … `length` (excluded) for which `holds`, or `length` where none does. `holds`
 * must be false up to some index and true from there on.
 */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
