/** Every mix of the three weights at once. */
export function TriangleTab() {
  return <section className="triangle" aria-label="Weight triangle" />;
}
