import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../api-harness.ts';

const secret = 'correct-horse-battery-staple';
let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await startApi();
  folder = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(folder, 'id_rsa'), secret);
  writeFileSync(join(folder, 'notes.txt'), `${secret}\n`);
  writeFileSync(join(folder, 'people.csv'), `name,${secret},a,b,c\n${`${secret},1,2,3,4\n`.repeat(20)}`);
  writeFileSync(join(folder, 'times.csv'), `time,open,high,low,close\n${`${secret},1,2,1,2\n`.repeat(20)}`);
  writeFileSync(join(folder, 'bars[1]*.csv'), bars);
  writeFileSync(join(folder, 'bars1x.csv'), 'this is not what was named');
  symlinkSync(join(folder, 'id_rsa'), join(folder, 'link.csv'));
  symlinkSync('/dev/zero', join(folder, 'zero.csv'));
  symlinkSync('/proc/self/environ', join(folder, 'environ.csv'));
  mkdirSync(join(folder, 'folder.csv'));
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.remove();
});

const bars = `time,open,high,low,close\n${Array.from({ length: 10 }, (_, i) => `${1_600_000_000 + i * 3600},1,2,1,2`).join('\n')}\n`;

/** What is said of a file that is named, by looking at it and by the job of taking it. */
async function said(path: string): Promise<{ statuses: number[]; text: string }> {
  const looked = await api.call('POST', '/api/v1/data/inspect', { path });
  const body = { path, options: { symbol: 'GBPUSD', time_zone: 'UTC' } };
  const taken = await api.call('POST', '/api/v1/data/import', body);
  let text = `${looked.text}\n${taken.text}`;
  if (taken.status === 202) {
    const { job } = taken.body.data as unknown as { job: number };
    for (;;) {
      const found = await api.get(`/api/v1/jobs/${job}`);
      if (found.text.includes('"running"')) continue;
      expect(found.text).toContain('"failed"');
      text += found.text;
      break;
    }
  }
  return { statuses: [looked.status, taken.status], text };
}

describe('a file named from outside', () => {
  it.each([
    'id_rsa',
    'notes.txt',
    'people.csv',
    'times.csv',
    'link.csv',
    'zero.csv',
    'environ.csv',
    'folder.csv',
    'pipe.csv',
    'x/../id_rsa',
    'nothing.csv',
    '*.csv',
  ])('tells nothing of what stands in it: %s', async (name) => {
    const { statuses, text } = await said(`${folder}/${name}`);
    expect([404, 422], text).toContain(statuses[0]);
    expect(text).not.toContain('horse');
  });

  it.each([
    'https://127.0.0.1/x.csv',
    's3://bucket/x.csv',
    'file:///etc/passwd',
    '~/x.csv',
    './x.csv',
    '\\\\server\\share\\x.csv',
    'duckdb.csv',
    '/etc/passwd\0.csv',
    '/dev/stdin',
    '/proc/self/mem',
    '/proc/self/fd/0',
    '/etc/shadow',
    '/etc/passwd',
  ])('is refused where it is no file of that kind: %s', async (path) => {
    const { statuses, text } = await said(path);
    expect([400, 422], text).toContain(statuses[0]);
    expect(text).not.toContain('root:');
  });

  it.each(['id_rsa', 'link.csv', 'zero.csv', 'environ.csv'])(
    'is not even opened unless it is named as a table, and what it leads to: %s',
    async (name) => {
      expect((await said(`${folder}/${name}`)).text).toContain('From outside only files');
    },
  );

  it('is opened under no name but that of a table, also by a link that has none', async () => {
    const link = join(folder, 'bars');
    symlinkSync(join(folder, 'bars1x.csv'), link);
    expect((await said(link)).text).toContain('From outside only files');
  });

  it('is taken by its very name, not as a pattern', async () => {
    const looked = await api.call('POST', '/api/v1/data/inspect', { path: join(folder, 'bars[1]*.csv') });
    expect(looked.body.data).toMatchObject({ accepted: 10, file_name: 'bars[1]*.csv' });
  });

  it('is quoted to the person at the window all the same', async () => {
    const looked = await api.desk.handlers()['import.inspect']({ path: join(folder, 'notes.txt') });
    expect(looked).toMatchObject({ problem: { message: expect.stringContaining(secret) } });
  });
});

it('tells of a flood of mistakes the first ones only', async () => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 'x']));
  const put = await api.call('PUT', '/api/v1/config/trading', many);
  expect(put.status).toBe(400);
  expect(put.text.length).toBeLessThan(20_000);
  expect(put.text).toContain('19900 more');
  const query = Array.from({ length: 3000 }, (_, i) => `${i.toString(36)}`).join('&');
  expect((await api.get(`/api/v1/config/history?${query}`)).status).toBe(400);
});
