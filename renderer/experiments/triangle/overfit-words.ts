import type { Overfit } from '../../../shared/experiments/overfit.ts';
import { count, percent } from '../../format.ts';
import { signed } from '../figures/metrics.ts';
import { mixText } from './mix.ts';

/** The verdict as one heading and what it rests on, in plain words; the rule itself is the engine's. */
export function verdictWords(overfit: Overfit): { readonly title: string; readonly text: string } {
  const { verdict, reality_check: check, mixes_tried: tried, plateau, deflated_sharpe: deflated } = overfit;
  const best = `The best of ${count(tried)} mixes on pure noise looks as good as this one ${timesIn100(check.own_p_value)}`;
  if (verdict === 'edge')
    return {
      title: 'An edge on these bars',
      text: `${best}: more than luck explains. It is still one stretch of the past, and spreads and markets change.`,
    };
  if (verdict === 'luck') {
    if (check.own_p_value > rare) return { title: 'Call it luck', text: `${best}: call it luck.` };
    const doubt = deflated
      ? `its Sharpe ratio, deflated for so many tries, is above luck with a chance of only ${chance(deflated.probability)}`
      : 'it has no Sharpe ratio to judge by';
    return { title: 'Call it luck', text: `${best}, but ${doubt}: call it luck.` };
  }
  if (verdict === 'unjudged')
    return { title: 'Cannot be judged', text: unjudgedWords[overfit.unjudged_because ?? 'alike-days'] };
  return {
    title: 'Nothing to trust',
    text:
      plateau.own_pips > 0
        ? 'It trades too seldom on these bars: so few trades can come out any way.'
        : 'There is no gain here that could be luck or skill: this mix earns nothing on these bars.',
  };
}

const unjudgedWords: Readonly<Record<NonNullable<Overfit['unjudged_because']>, string>> = {
  'seen-bars':
    'Bars of the training or validation part are among these: what looks like an edge there is what the models were fitted to. Only the test part can show one.',
  'unknown-bars':
    'The bundle was not trained on this data, so it is not known which of these bars its models have seen: no edge can be claimed on them.',
  'alike-days':
    'The days are all alike: without variation there is no Sharpe ratio, and nothing by which to tell skill from luck.',
};

/** Above this the engine puts a result down to luck. */
const rare = 0.05;

/** What the mixes around it do. */
export function plateauWords({ plateau }: Overfit, unit: string): string {
  const around = `The ${count(plateau.neighbours)} mixes within ${percent(plateau.radius, 0)} earn ${signed(plateau.mean_pips, 1)} ${unit} on average, the worst of them ${signed(plateau.worst_pips, 1)}`;
  if (plateau.score === null) return `${around}; the mix itself gains nothing.`;
  const kept = `${around}: ${percent(plateau.score, 0)} of its own ${signed(plateau.own_pips, 1)}.`;
  if (plateau.score >= 0.75) return `Plateau. ${kept}`;
  return plateau.score >= 0.5 ? `Slope. ${kept}` : `Lucky spike. ${kept}`;
}

/** From what was seen in training to what was not. */
export function fallWords({ parts }: Overfit, unit: string): string {
  const perTrade = (name: 'train' | 'test') => parts.find(({ part }) => part === name)?.figures;
  const [train, test] = [perTrade('train'), perTrade('test')];
  if (!train || !test)
    return 'The bundle was not trained on this data: no part of it is known as in sample or out of sample.';
  if (train.mean_pips === null || test.mean_pips === null)
    return 'One of the parts has no trade: the fall from in sample to out of sample cannot be said.';
  const both = `${signed(train.mean_pips, 2)} ${unit} a trade in training, ${signed(test.mean_pips, 2)} on the unseen test part`;
  if (train.mean_pips <= 0) return `Not even a gain in sample: ${both}.`;
  const kept = test.mean_pips / train.mean_pips;
  if (kept <= 0) return `All of it was gone out of sample: ${both}.`;
  return kept < 1
    ? `${percent(1 - kept, 0)} was lost out of sample: ${both}.`
    : `It held out of sample: ${both}.`;
}

export function sharpeWords({ deflated_sharpe: deflated, mixes_tried: tried }: Overfit): string {
  if (!deflated)
    return 'Too few days with trades, or days all alike: no Sharpe ratio that could be deflated.';
  return `Sharpe ${signed(deflated.sharpe, 2)}; the best of ${count(tried)} tries would show ${signed(deflated.expected_best, 2)} by luck alone. The chance that the true one is above that is ${chance(deflated.probability)}.`;
}

export function realityWords({ reality_check: check }: Overfit, unit: string): string {
  const blocks = `${count(check.resamples)} resampled pasts without any edge (blocks of ${Number(check.mean_block_days.toFixed(1))} days on average)`;
  return `In ${blocks} the best mix did as well as this one with a share of p = ${check.own_p_value.toFixed(3)}, and as well as the best one here, ${mixText(check.best)} with ${signed(check.best_pips, 1)} ${unit}, with p = ${check.p_value.toFixed(3)}.`;
}

/** Nothing that rests on a sample is certain. */
function chance(share: number): string {
  if (share > 0.99) return 'more than 99\u00a0%';
  return share < 0.01 ? 'less than 1\u00a0%' : percent(share, 0);
}

/** A share as "43 times in 100", "less than once in 100". */
export function timesIn100(share: number): string {
  const times = share * 100;
  if (times < 1) return 'less than once in 100';
  if (times > 99) return 'more than 99 times in 100';
  return times < 1.5 ? 'once in 100' : `${Math.round(times)} times in 100`;
}
