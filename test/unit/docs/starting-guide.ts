import { spelled } from '../../../scripts/shared/help.mjs';
import { chromiumSwitches, type Option, options } from '../../../scripts/shared/options.mjs';

/** docs/starting.md, from the table of options. */
export function startingGuide(): string {
  return `# Starting, stopping and setting up

This page is made from the table in \`scripts/shared/options.mjs\`; \`npm run docs\` writes it anew.

\`npm start\` sets up what is missing, builds what has changed, and runs the desk until its window is closed or it is told to end. Options stand after two dashes: \`npm start -- --headless\`. A value follows after a space or an equals sign. What is not in these tables is refused, and nothing is started.

## Options

| option | environment variable | what it does |
|---|---|---|
${(options as readonly Option[]).map((option) => `| \`${spelled(option)}\` | ${option.variable ? `\`${option.variable}\`` : ''} | ${option.about} |`).join('\n')}

Relative paths and \`~\` are taken from where the command was typed, also with \`npm --prefix CLONE start\`. The command line wins over the environment. The parameters have variables of their own: [configuration](configuration.md).

These switches of Chromium are passed on:

| switch | what it does |
|---|---|
${[...chromiumSwitches].map(([name, about]) => `| \`--${name}\` | ${about.replace(/^(=\S+(?:, =\S+)*(?: or =\S+)?)/, '`$1`')} |`).join('\n')}

## What is said, and where

The desk writes to stdout what it was started for: \`ready: …\` once, \`api: …\` where the API listens, and with \`--headless\` one line per prediction and per change. Everything else (progress of the set-up, notices, reasons) goes to stderr. Each is one line: line breaks and escape sequences in file names and other texts from outside are written as \`\\n\` and \`\\u{1b}\`, so that no text can pass for a line of the desk.

Output that goes away hurts nothing. A pipe that is closed, a full disk or a terminal that has stopped (Ctrl+S) leaves lines out; they are counted, and the count is said once something can be written again.

## How it ends

| what happens | what the desk does |
|---|---|
| the window is closed, Ctrl+C, TERM | everything is stored, then it ends with 0; Ctrl+C during the set-up or before the desk is up ends with 130 |
| it does not end within 20 seconds | the launcher ends it by force and says so |
| the terminal is closed (HUP) | it ends in the same way; under \`nohup\`, or where nothing of it was on that terminal, it goes on |
| the launcher is killed | the desk ends within 5 seconds, unless it was started with \`--detach\` |
| a desk was started without the launcher | it watches none |

Exit codes: 0 ended as asked; 1 could not start or go on, with the reason before it; 128 + N ended by signal N (130 by Ctrl+C, 143 by TERM). Where the system or Chromium ended it, two more lines say what happened (\`failed:\`) and what to do (\`to do:\`).

## Where it starts

- **Node**: 20.19 or newer. Some pinned packages (Electron 45 among them) ask npm for Node 22.12 or newer; they work with 20.19 here, because the desk runs on Electron's own Node, and the set-up passes \`engine-strict\` over. By hand: \`npm ci --engine-strict=false\`.
- **The clone's path** may have spaces and any letters, but none of \`# ? % \\\`, which the build tools read as something else; it is said before anything is fetched. A clone that was built starts from a read-only disk as well.
- **Two starts at once** of one clone: the second waits until the first has set it up. A set-up that was broken off, also by force, is taken up by the next start.
- **The data folder** may have any name. One that is a file or cannot be written is named as such, before the desk starts.
- **The temporary folder**: a TMPDIR that is missing or longer than sockets allow is replaced by /tmp, and that is said.
- **The screen**: without DISPLAY and WAYLAND_DISPLAY a virtual one is used; one that does not answer is named. Where Wayland does not answer and X11 does, X11 is used.
- **Limits**: at least 256 open files, and no limit on the address space. A limit on the size of files makes writes fail like a full disk.
`;
}
