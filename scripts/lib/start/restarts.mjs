const service = /Network service crashed or was terminated, restarting/;
const most = 5;
const withinMs = 10_000;

/**
 * Watches for a service of Chromium that ends as soon as it is started again, as where it gets no threads: Chromium
 * goes on trying for ever.
 * @param {() => number} [now] ms
 * @returns {(line: string) => boolean} takes each line on stderr; true once that has become clear
 */
export function watchRestarts(now = () => performance.now()) {
  /** @type {number[]} */
  const moments = [];
  return (line) => {
    if (!service.test(line)) return false;
    moments.push(now());
    moments.splice(0, moments.length - most);
    return moments.length === most && now() - moments[0] <= withinMs;
  };
}
