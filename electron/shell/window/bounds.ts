/** A rectangle on the screens, in device-independent pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From this size on all of the desk can be reached at its full size without scrolling the window. */
const comfortable = { width: 800, height: 600 };
const usual = { width: 1440, height: 900 };

/**
 * Where a window opens: where it stood last while a screen still shows that place, otherwise in the middle of
 * the first screen. It never reaches beyond the work area of its screen.
 * @param workAreas of all screens, the primary one first
 */
export function openingBounds(last: Area | null, workAreas: readonly Area[]): Area {
  const shown = last && workAreas.find((area) => overlaps(last, area));
  if (shown) return within(shown, last);
  const [first = { x: 0, y: 0, ...usual }] = workAreas;
  const x = first.x + Math.round((first.width - usual.width) / 2);
  const y = first.y + Math.round((first.height - usual.height) / 2);
  return within(first, { x, y, ...usual });
}

/** The same place and size as far as the area holds it. */
export function within(area: Area, bounds: Area): Area {
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  return {
    x: Math.max(area.x, Math.min(bounds.x, area.x + area.width - width)),
    y: Math.max(area.y, Math.min(bounds.y, area.y + area.height - height)),
    width,
    height,
  };
}

/** The smallest a window may be made: what is comfortable, as far as the smallest screen holds it. */
export function smallestSize(workAreas: readonly Area[]): { width: number; height: number } {
  return {
    width: Math.min(comfortable.width, ...workAreas.map((area) => area.width)),
    height: Math.min(comfortable.height, ...workAreas.map((area) => area.height)),
  };
}

/** How much smaller the page is drawn at first, so that a small window shows all of it; 1 for not at all. */
export function fittingZoom({ width, height }: Pick<Area, 'width' | 'height'>): number {
  return Math.min(1, width / comfortable.width, height / comfortable.height);
}

/** Enough of it to take hold of: a monitor may have gone since the last time. */
function overlaps(bounds: Area, area: Area): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const down = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return across > 100 && down > 100;
}
