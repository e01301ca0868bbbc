import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { errorReply } from '../../../../../electron/api/http/replies.ts';
import { send } from '../../../../../electron/api/http/sending.ts';
import { createUploads, sweepUploads, type Uploads } from '../../../../../electron/api/http/uploads.ts';
import type { Engine } from '../../../../../electron/engine/engine.ts';
import { createJobs, type Jobs } from '../../../../../electron/engine/jobs.ts';
import { failure, type Result, success } from '../../../../../shared/result.ts';
import { rawExchange } from '../api-harness.ts';

const maxBytes = 1000;
let folder: string;
let server: Server;
let uploads: Uploads;
/** What is done with a file once it is there. */
let take: (path: string) => Promise<Result<unknown>>;

const listeners = new Set<Parameters<Engine['onEvent']>[0]>();
let jobs: Jobs;
const engine = {
  handlers: { 'jobs.list': () => success([...jobs.list()]) } as unknown as Engine['handlers'],
  onEvent(listener: Parameters<Engine['onEvent']>[0]) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

beforeEach(async () => {
  jobs = createJobs({
    now: () => 0,
    onChange: () => {
      const event = { state: { jobs: jobs.list() }, logs: {} } as Parameters<
        Parameters<Engine['onEvent']>[0]
      >[0];
      for (const listener of listeners) listener(event);
    },
    onFailed: () => undefined,
  });
  folder = mkdtempSync(join(tmpdir(), 'uploads-'));
  uploads = createUploads({ folder, engine, atOnce: 2 });
  server = createServer((request, response) => {
    const file = { name: 'a.csv', maxBytes, timeoutMs: 60_000 };
    void uploads
      .stream(request, response, file, (path) => take(path))
      .then((found) => {
        const problem = 'ok' in found ? (found.ok ? null : found.problem) : found;
        const reply = problem ? errorReply(problem) : { status: 202, headers: {}, body: '' };
        send(request, response, reply, () => undefined);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await jobs.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const port = () => (server.address() as AddressInfo).port;
const there = () => (existsSync(join(folder, 'uploads')) ? readdirSync(join(folder, 'uploads')) : []);
const head = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';
const post = (body: string) => rawExchange(port(), `${head}Content-Length: ${body.length}\r\n\r\n${body}`);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

/** Reads the file in a job that ends when it is told to. */
function inJob() {
  let end: () => void = () => undefined;
  const read: string[] = [];
  take = async (path) => {
    const waiting = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { id } = jobs.run('import', 'x', async () => {
      await waiting;
      read.push(readFileSync(path, 'utf8'));
      return success(null);
    });
    return success({ job: id });
  };
  return { end: () => end(), read };
}

it.skipIf(process.platform === 'win32')('lets no other user of the machine see what is sent', async () => {
  const modes: number[] = [];
  const look = async (path: string) => {
    modes.push(...[dirname(path), path].map((each) => statSync(each).mode & 0o777));
    return success(null);
  };
  take = look;
  await post('abc');
  await uploads.files('b', [['c.json', '{}']], (inner) => look(join(inner, 'c.json')));
  expect(modes).toEqual([0o700, 0o600, 0o700, 0o600]);
  expect(statSync(join(folder, 'uploads')).mode & 0o777).toBe(0o700);
});

it('leaves a file to the job that reads it, also when the door is closed and opened elsewhere meanwhile', async () => {
  const job = inJob();
  expect(await post('abc')).toContain(' 202 ');
  await uploads.close();
  const moved = createUploads({ folder, engine, atOnce: 2 });
  await moved.files('b', [['c.json', '{}']], async () => success(null));
  expect(there()).toHaveLength(1);
  job.end();
  await until(() => there().length === 0);
  expect(job.read).toEqual(['abc']);
});

it('counts a file until it is gone, so that no more lie about at once than may be sent at once', async () => {
  const first = inJob();
  await post('abc');
  const second = inJob();
  await post('def');
  const refused = await post('ghi');
  expect(refused).toMatch(/^HTTP\/1\.1 429 /);
  expect(refused).toMatch(/Retry-After: 10/);
  expect(there()).toHaveLength(2);
  first.end();
  await until(() => there().length === 1);
  take = async () => success(null);
  await turn();
  expect(await post('ghi')).toContain(' 202 ');
  second.end();
  await until(() => there().length === 0);
});

it('still knows a job that reads when many others have ended since', async () => {
  const job = inJob();
  await post('abc');
  for (let i = 0; i < 30; i += 1) await jobs.run('inspect', 'y', async () => success(null)).ended;
  expect(there()).toHaveLength(1);
  job.end();
  await until(() => there().length === 0);
  expect(job.read).toEqual(['abc']);
});

it('keeps nothing of what is broken off, and lets the next one in', async () => {
  take = async () => failure('internal', 'half a file was taken');
  for (let i = 0; i < 5; i += 1) {
    const socket = connect(port(), '127.0.0.1').on('error', () => undefined);
    socket.write(`${head}Content-Length: 900\r\n\r\nhalf`);
    await until(() => there().length === 1);
    socket.resetAndDestroy();
    await until(() => there().length === 0);
  }
  take = async () => success(null);
  expect(await post('abc')).toContain(' 202 ');
});

it('refuses what grows over its bound without having said so', async () => {
  take = async () => failure('internal', 'too much was taken');
  const chunk = `100\r\n${'a'.repeat(256)}\r\n`;
  const answer = await rawExchange(
    port(),
    `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(8)}0\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(there()).toEqual([]);
});

it('names no place of its own, whatever goes wrong', async () => {
  const taken = await uploads.files(
    'b',
    [
      ['same', ''],
      ['same', ''],
    ],
    async () => success(null),
  );
  expect(taken).toMatchObject({ ok: false, problem: { code: 'not-saved' } });
  expect(JSON.stringify(taken)).not.toContain(folder);
  writeFileSync(join(folder, 'file'), '');
  const nowhere = createUploads({ folder: join(folder, 'file'), engine, atOnce: 2 });
  const refused = await nowhere.files('b', [], async () => success(null));
  expect(refused).toMatchObject({ ok: false, problem: { code: 'not-saved' } });
});

it('is rid of what an earlier run left behind, and of nothing else', async () => {
  mkdirSync(join(folder, 'uploads', 'upload-x'), { recursive: true });
  writeFileSync(join(folder, 'uploads', 'upload-x', 'a.csv'), 'left');
  writeFileSync(join(folder, 'config.json'), '{}');
  await sweepUploads(folder);
  expect(readdirSync(folder)).toEqual(['config.json']);
});
