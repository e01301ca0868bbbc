import { spelled } from '../../../scripts/shared/help.mjs';
import { chromiumSwitches, type Option, options } from '../../../scripts/shared/options.mjs';

/** docs/starting.md, from the table of options. */
export function startingGuide(): string {
  return `# Starting, stopping and setting up

This page is generated from the table in \`scripts/shared/options.mjs\` by \`npm run docs\`.

\`npm start\` sets up what is missing, builds what has changed, and runs the desk until its window is closed or it is told to end. Options follow two dashes: \`npm start -- --headless\`. A value follows its option after a space or an equals sign. An option that is not in these tables is refused, and nothing is started.

## Options

| option | environment variable | what it does |
|---|---|---|
${(options as readonly Option[]).map((option) => `| \`${spelled(option)}\` | ${option.variable ? `\`${option.variable}\`` : ''} | ${option.about} |`).join('\n')}

Relative paths start from the folder in which the command was typed, also with \`npm --prefix CLONE start\`, and \`~\` is the home folder. The command line wins over the environment. The parameters have their own variables: [configuration](configuration.md).

These switches of Chromium are passed on:

| switch | what it does |
|---|---|
${[...chromiumSwitches].map(([name, about]) => `| \`--${name}\` | ${about.replace(/=\w+/g, '`$&`')} |`).join('\n')}

## What is said, and where

On stdout the desk prints \`ready: …\` once, \`api: …\` where the API listens, and with \`--headless\` one line per prediction and per change. Everything else (progress of the set-up, notices, reasons) goes to stderr. Each message is one line: line breaks and control characters in file names and other text from outside are printed as \`\\n\` and \`\\u{1b}\`, so that no such text can look like a line of the desk.

The desk goes on when its output cannot be written: to a closed pipe, a full disk, or a terminal stopped with Ctrl+S. Lines beyond a bounded queue are dropped and counted, and the count is printed once output works again.

## How it ends

| what happens | what the desk does |
|---|---|
| the window is closed, Ctrl+C, TERM | everything is stored, then it ends with 0; Ctrl+C during the set-up or before the desk is up ends with 130 |
| it does not end within 20 seconds | the launcher kills it and says so |
| the terminal is closed (HUP) | it ends in the same way; it goes on if it was started under \`nohup\`, or if none of its input and output was on that terminal |
| the launcher is killed | the desk ends within 5 seconds, unless it was started with \`--detach\` |
| the desk was started without the launcher (Electron called directly) | only its window or a signal ends it |

Exit codes: 0: it ended as asked; 1: it could not start or go on, and the reason was printed; 128 + N: it was ended by signal N (130: Ctrl+C, 143: TERM). If the system or Chromium ended it, two more lines say what happened (\`failed:\`) and what to do (\`to do:\`).

## Where it starts

- **Node**: 20.19 or newer. Some pinned packages (Electron 45 among them) ask npm for Node 22.12 or newer; they work with 20.19 here, because the desk runs on Electron's own Node, and the set-up ignores \`engine-strict\`. By hand: \`npm ci --engine-strict=false\`.
- **The clone's path** may contain spaces and any letters, but none of \`# ? % \\\`, which the build tools misread; the start says so before anything is downloaded. A clone that has been built also starts from a read-only disk.
- **Two starts at once** of one clone: the second waits until the first has set it up. If a set-up is interrupted, even by SIGKILL, the next start completes it.
- **The data folder** may have any name. If it is a file or cannot be written, the start says so before the desk runs.
- **The temporary folder**: if TMPDIR is missing or too long for the path of a socket, /tmp is used instead, with a message.
- **The screen**: if neither DISPLAY nor WAYLAND_DISPLAY is set, a virtual screen is used. If Wayland does not answer and X11 does, X11 is used. If none answers, the start names the variable and ends.
- **The sandbox**: for root it is off, because Chromium cannot use it as root. Where ordinary users have no user namespaces, the start prints what to do; in a container, use \`--no-sandbox\`.
- **Limits**: at least 256 open files, files of at least 1 MB, and no limit on the address space. A higher limit on the size of files makes writes fail as on a full disk. A desk that gets too few threads or processes is ended with a message.
`;
}
