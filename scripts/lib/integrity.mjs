import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * Whether a file is, byte for byte, the one an npm integrity string describes.
 * @param {string} file
 * @param {string} integrity `sha512-` and the base64 of the digest
 */
export async function hasIntegrity(file, integrity) {
  const [algorithm, wanted] = [
    integrity.slice(0, integrity.indexOf('-')),
    integrity.slice(integrity.indexOf('-') + 1),
  ];
  if (algorithm !== 'sha512') return false;
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('base64') === wanted;
}
