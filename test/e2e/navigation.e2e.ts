import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Desk, startDesk } from './fixtures/desk.ts';
import { inPage } from './fixtures/in-page.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { expect, test } from './fixtures/test.ts';

let desk: Desk;
let folder: string;
let server: Server;
let loopback: string;
const reached: string[] = [];

test.beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end('<h1>elsewhere</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  loopback = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = copyPrepared();
  desk = await startDesk({ folder });
});
test.afterAll(async () => {
  await desk?.close();
  server?.close();
  remove(folder);
});

/** What every window shows, once the page has painted twice more. */
async function shown(): Promise<unknown[]> {
  await inPage(
    desk,
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
  );
  const page = await inPage(desk, "[location.href, document.querySelector('main') !== null].join()");
  const all = await desk.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL()),
  );
  return [page, ...all];
}

const onlyTheDesk = ['app://desk/index.html,true', 'app://desk/index.html'];

for (const target of [
  'https://example.org/',
  'loopback',
  'file:///etc/hostname',
  'data:text/html,<h1>elsewhere</h1>',
  'blob:app://desk/0',
  'app://other/index.html',
  'app://desk.evil/index.html',
  'javascript:document.body.remove()',
  'chrome://gpu',
  'view-source:app://desk/index.html',
])
  test(`the window stays where it is when the page sets its location to ${target}`, async () => {
    const url = target === 'loopback' ? `${loopback}/location` : target;
    await inPage(desk, `void setTimeout(() => { location.href = ${JSON.stringify(url)}; })`);
    expect(await shown()).toEqual(onlyTheDesk);
    expect(reached).toEqual([]);
  });

for (const [label, script] of [
  ['window.open', 'window.open(target) === null'],
  ['window.open of the desk itself', "window.open('app://desk/index.html') === null"],
  [
    'a link for a new window',
    "!Object.assign(document.createElement('a'), { href: target, target: '_blank' }).click()",
  ],
  [
    'a webview',
    "!('loadURL' in document.body.appendChild(Object.assign(document.createElement('webview'), { src: target })))",
  ],
  [
    'a frame',
    "Boolean(document.body.appendChild(Object.assign(document.createElement('iframe'), { src: target })))",
  ],
] as const)
  test(`no other page is opened by ${label}`, async () => {
    expect(await inPage(desk, `{ const target = '${loopback}/opened'; ${script} }`)).toBe(true);
    expect(await shown()).toEqual(onlyTheDesk);
    expect(reached).toEqual([]);
  });
