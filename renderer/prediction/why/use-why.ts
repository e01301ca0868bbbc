import { useEffect, useState } from 'react';
import type { Why } from '../../../shared/experiments/why.ts';
import type { Prediction } from '../../../shared/prediction.ts';
import type { Result } from '../../../shared/result.ts';
import { call } from '../../desk.ts';
import { createNewestWins, untilFrame } from '../../runs/newest-wins.ts';

/**
 * Why the shown prediction fell as it did; null until the first answer. Asked after the prediction is painted,
 * once for each that is shown, at most once a frame, and only about the newest.
 */
export function useWhy(said: Prediction): Result<Why> | null {
  const [answer, setAnswer] = useState<Result<Why> | null>(null);
  const [questions] = useState(() =>
    createNewestWins(
      async (barTime: number) => setAnswer(await call('prediction.why', { bar_time: barTime })),
      { rest: untilFrame },
    ),
  );
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTimeout(() => questions.ask(said.bar_time)));
    return () => cancelAnimationFrame(frame);
  }, [said, questions]);
  useEffect(() => () => void questions.drop(), [questions]);
  return answer;
}
