import { SetUpFailure } from './say.mjs';

const oldest = '20.19.0';

/**
 * @param {string} version as in `process.versions.node`
 * @param {string} [wanted] one to three numbers; without it, what the build tools need
 * @returns {boolean} whether that Node is new enough
 */
export function isNewEnough(version, wanted = oldest) {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const least = wanted.split('.').map(Number);
  const different = least.findIndex((part, index) => parts[index] !== part);
  return different === -1 || parts[different] > least[different];
}

/** Fails where this Node is too old. */
export function checkNodeVersion() {
  if (isNewEnough(process.versions.node)) return;
  throw new SetUpFailure(
    `Node ${process.versions.node} is too old; the desk needs ${oldest} or newer`,
    'install a newer Node (24 is fine), then run the same command again',
  );
}
