/** What choosing on the past and trading the future would have earned. */
export function WalkForwardTab() {
  return <section className="walk" aria-label="Walk-forward" />;
}
