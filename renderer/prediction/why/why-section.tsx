import type { Prediction } from '../../../shared/prediction.ts';
import { useWhy } from './use-why.ts';
import './why.css';
import { WhyFlip } from './why-flip.tsx';
import { WhyWaterfall } from './why-waterfall.tsx';

/** How the confidence came about, and how far the weights are from another decision. */
export function WhySection({ said }: { said: Prediction }) {
  const answer = useWhy(said);
  return (
    <section className="why" aria-label="Why and how close" aria-busy={answer === null || undefined}>
      {answer?.ok && (
        <>
          <WhyWaterfall why={answer.value} />
          <WhyFlip why={answer.value} />
        </>
      )}
      {answer && !answer.ok && (
        <p className="why-problem" role="status">
          It cannot be told why: {answer.problem.message}
        </p>
      )}
    </section>
  );
}
