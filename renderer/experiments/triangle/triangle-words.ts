import type { Weights } from '../../../shared/weights.ts';
import { percent } from '../../format.ts';
import type { Metric, MixFigures } from '../figures/metrics.ts';
import { figureText, isInPips, leastTrades, metrics, metricWords } from '../figures/metrics.ts';
import type { Shape } from './landscape.ts';
import { mixText } from './mix.ts';

/** A lead among losers is no gain; empty where it earns. */
export function lossWords({ total_pips: total }: MixFigures): string {
  return total < 0 ? ' It loses on these bars all the same.' : '';
}

/** Whether a mix stands on a plateau or on a lucky spike, in words. */
export function shapeWords(metric: Metric, { shape, kept }: { shape: Shape; kept: number }): string {
  const lead = `the mixes within 5\u00a0% of it keep ${percent(kept, 0)} of its lead over the median mix`;
  switch (shape) {
    case 'plateau':
      return `Plateau: ${lead}. Neighbours share most of their trades, so this alone proves no edge.`;
    case 'slope':
      return `Slope: ${lead}.`;
    case 'spike':
      return `Lucky spike: ${lead}. A slightly different mix would have missed it.`;
    case 'ordinary':
      return `No lead: by ${nameOf(metric)} it is no better than the median mix.`;
    case 'flat':
      return `Flat: here the weights make no difference to ${nameOf(metric)}.`;
    case 'unknown':
      return metricWords[metric].needsTrades
        ? `Fewer than ${leastTrades} trades: too few to compare.`
        : 'There is no figure to compare.';
  }
}

/** The point for who cannot see it. */
export function pointWords(mix: Weights | null, figures: MixFigures | null, unit: string): string {
  if (!mix) return 'No point yet';
  const [hour, fourHour, daily] = mix.map((weight) => `${Number((weight * 100).toFixed(1))}\u00a0%`);
  const weights = `1H ${hour}, 4H ${fourHour}, Daily ${daily}`;
  if (!figures) return weights;
  const words = metrics.map((metric) => {
    const text = figureText(metric, figures[metric]);
    const own = isInPips(metric) ? ` ${unit}` : '';
    return `${metricWords[metric].label} ${text}${own}`;
  });
  return `${weights}: ${words.join(', ')}`;
}

/** A name for a mix, e.g. of a shadow. */
export function mixName(mix: Weights): string {
  return `Weights ${mixText(mix)}`;
}

function nameOf(metric: Metric): string {
  return metric === 'sharpe' ? 'Sharpe' : metricWords[metric].label.toLowerCase();
}
