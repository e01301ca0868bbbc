/** Runs tasks one after the other; one asked for while another runs waits for it. */
export function createSerialQueue(): <T>(task: () => T) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = false;

  function drain(): void {
    if (busy) return;
    busy = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) next();
    } finally {
      busy = false;
    }
  }

  return (task) =>
    new Promise((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(task());
        } catch (bug) {
          reject(bug);
        }
      });
      drain();
    });
}
