import { percent } from '../format.ts';

/** Confidence from 0 to 100 % with a mark at the threshold. */
export function ConfidenceBar({ confidence, threshold }: { confidence: number; threshold: number }) {
  return (
    <div className="confidence-bar">
      <meter
        className="hidden-text"
        aria-label="Confidence"
        min={0}
        max={1}
        high={threshold}
        value={confidence}
      >
        {percent(confidence)}, threshold {percent(threshold)}
      </meter>
      <div className="confidence-track">
        <div
          className="confidence-fill"
          data-reached={confidence >= threshold || undefined}
          style={{ width: `${confidence * 100}%` }}
        />
      </div>
      <div className="confidence-threshold" style={{ left: `${threshold * 100}%` }} />
    </div>
  );
}
