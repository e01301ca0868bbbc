import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';
import { SetUpFailure } from './say.mjs';

/**
 * Fails where Chromium could not build its sandbox: neither user namespaces nor the set-uid helper are there.
 * Root runs without the sandbox and is not asked.
 * @param {string} binary
 */
export async function checkSandbox(binary) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return;
  const helper = join(dirname(binary), 'chrome-sandbox');
  if (isSetUidRoot(helper)) return;
  const { code } = await run('unshare', ['--user', 'true']);
  // 127: no unshare to ask with; Chromium will then speak for itself.
  if (code === 0 || code === 127) return;
  throw new SetUpFailure(
    "Chromium's sandbox needs user namespaces, and this machine does not allow them to ordinary users",
    `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'; or, in a container: npm start -- --no-sandbox`,
  );
}

/** @param {string} file */
function isSetUidRoot(file) {
  try {
    const { uid, mode } = statSync(file);
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}
