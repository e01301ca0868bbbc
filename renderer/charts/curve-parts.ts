import type UPlot from 'uplot';
import { tokenColour } from '../theme.ts';
import { drawBands } from './draw-bands.ts';
import type { PartBand } from './part-bands.ts';
import { bandsWithin } from './part-bands.ts';

/** Marks the parts of the split behind a curve over time, ms UTC, in the colours the theme has now. */
export function curveParts(bands: () => readonly PartBand[]): UPlot.Plugin {
  const colours = {
    shade: tokenColour('--shade'),
    line: tokenColour('--text-3'),
    text: tokenColour('--text-3'),
  };
  const family = getComputedStyle(document.body).fontFamily;
  return {
    hooks: {
      drawClear: (plot) => {
        const { min, max } = plot.scales.x ?? {};
        if (min == null || max == null) return;
        const ratio = devicePixelRatio;
        const placed = bandsWithin(bands(), min, max).map((band) => ({
          ...band,
          left: plot.valToPos(band.from, 'x', true),
          right: plot.valToPos(band.to, 'x', true),
        }));
        drawBands(plot.ctx, plot.bbox, placed, { ...colours, ratio, font: `${11 * ratio}px ${family}` });
      },
    },
  };
}
