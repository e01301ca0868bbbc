import { SetUpFailure } from './say.mjs';

const oldest = [20, 19, 0];

/**
 * @param {string} version as in `process.versions.node`
 * @returns {boolean} whether that Node is new enough for the build tools
 */
export function isNewEnough(version) {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const different = oldest.findIndex((wanted, index) => parts[index] !== wanted);
  return different === -1 || parts[different] > oldest[different];
}

/** Fails where this Node is too old. */
export function checkNodeVersion() {
  if (isNewEnough(process.versions.node)) return;
  throw new SetUpFailure(
    `Node ${process.versions.node} is too old; the desk needs ${oldest.join('.')} or newer`,
    'install a newer Node (24 is fine), then run the same command again',
  );
}
