// The first file that runs. It is CommonJS, because Node loads no ES module whose path contains a backslash. Usage: node scripts/enter.cjs SCRIPT [arguments]
const { basename, dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const top = dirname(__dirname);
const odd = [...new Set(top.match(/[#?\\%\p{Cc}]/gu) ?? [])];

if (odd.length > 0) {
  const names = odd.map((character) => JSON.stringify(character)).join(' ');
  process.stderr.write(
    `failed: the path of this clone has ${names} in it, which the build tools misread: ${JSON.stringify(top)}\n` +
      'to do:  move the clone to a folder whose path has none of # ? % \\ in it\n',
  );
  process.exitCode = 1;
} else {
  const [script] = process.argv.splice(2, 1);
  void import(pathToFileURL(join(__dirname, `${basename(script)}.mjs`)).href);
}
