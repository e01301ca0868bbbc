/** From this local time on (ms, as if it were UTC), UTC = local − shift. */
export interface ZoneSegment {
  readonly local_from: number;
  readonly shift: number;
  /** 'gap': skipped when clocks were set forward. 'twice': repeated when clocks were set back. */
  readonly kind: 'plain' | 'gap' | 'twice';
  /** The shift of the second occurrence where kind is 'twice', otherwise the same as `shift`. */
  readonly later_shift: number;
}

const dayMs = 86_400_000;

/** Whether the runtime knows the IANA zone, e.g. "Europe/Athens". */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** How to read local times of `zone` from `from` to `to` (local ms), in rising order. Empty for UTC. */
export function zoneSegments(zone: string, from: number, to: number): readonly ZoneSegment[] {
  const offsetAt = createOffset(zone);
  const start = Math.floor((from - 2 * dayMs) / dayMs) * dayMs;
  const end = to + 2 * dayMs;
  let offset = offsetAt(start);
  const segments: ZoneSegment[] = [plain(start + offset, offset)];
  for (let time = start; time < end; time += 7 * dayMs) {
    const next = offsetAt(time + 7 * dayMs);
    if (next === offset) continue;
    const at = changeBetween(offsetAt, time, time + 7 * dayMs);
    if (next > offset) segments.push({ ...plain(at + offset, offset), kind: 'gap' });
    else segments.push({ local_from: at + next, shift: offset, kind: 'twice', later_shift: next });
    segments.push(plain(at + Math.max(offset, next), next));
    offset = next;
  }
  return segments;
}

function plain(local_from: number, shift: number): ZoneSegment {
  return { local_from, shift, kind: 'plain', later_shift: shift };
}

/** The first moment (UTC ms, to the second) with the offset that holds at `high`. */
function changeBetween(offsetAt: (time: number) => number, low: number, high: number): number {
  const target = offsetAt(high);
  let before = low / 1000;
  let after = high / 1000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle * 1000) === target) after = middle;
    else before = middle;
  }
  return after * 1000;
}

/** Local minus UTC, in ms, at a moment in whole seconds of UTC. */
function createOffset(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (time) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - time;
  };
}
