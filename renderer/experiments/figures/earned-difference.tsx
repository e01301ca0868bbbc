import './earned-difference.css';
import type { Difference } from '../candidates/shadow-words.ts';

/** How much more or less one side earned than another, and whether that can mean anything. */
export function EarnedDifference({ difference: { text, sign, tooFew } }: { difference: Difference }) {
  return (
    <>
      <span className="earned-difference" data-sign={sign} data-too-few={tooFew || undefined}>
        {text}
      </span>
      {tooFew && <span className="too-few">too few to say</span>}
    </>
  );
}
