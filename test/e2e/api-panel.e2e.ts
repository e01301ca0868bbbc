import { createServer, type Server } from 'node:http';
import { freePort } from '../processes/free-port.ts';
import { curl, inShell } from './fixtures/curl.ts';
import { type Desk, startDesk, withDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize, sizes } from './fixtures/window-size.ts';

let desk: Desk;
let folder: string;
let port: number;
test.beforeAll(async () => {
  folder = copyPrepared();
  port = await freePort();
  desk = await startDesk({ folder });
  await expect(screen(desk.page).confidence).toBeVisible();
});
test.afterAll(async () => {
  await desk?.close();
  expect(desk.complaints()).toEqual([]);
  remove(folder);
});

function parts({ page }: Desk) {
  const dialog = page.getByRole('dialog', { name: 'API for scripts and other programs' });
  return {
    dialog,
    sign: page.getByRole('banner').getByRole('button', { name: /^API/ }),
    on: dialog.getByRole('switch', { name: 'API', exact: true }),
    open: dialog.getByRole('switch', { name: 'Open to this machine' }),
    port: dialog.getByRole('textbox', { name: 'Port' }),
    token: dialog.getByTestId('api-token'),
    requests: dialog.getByRole('table', { name: 'Recent requests' }).locator('tbody').getByRole('row'),
    button: (name: string) => dialog.getByRole('button', { name }),
  };
}

async function show(shown: Desk): Promise<void> {
  await parts(shown).sign.click();
  await expect(parts(shown).dialog).toBeVisible();
}

async function close(shown: Desk): Promise<void> {
  await shown.page.keyboard.press('Escape');
  await expect(parts(shown).dialog).toHaveCount(0);
}

const clipboard = () => desk.app.evaluate(({ clipboard: board }) => board.readText());

async function copiedToken(): Promise<string> {
  await parts(desk).button('Copy token').click();
  await expect.poll(clipboard).toMatch(/^[\w-]{30,}$/);
  return clipboard();
}

const status = async (path: string, ...args: string[]) =>
  (await curl(...args, `http://localhost:${port}${path}`)).status;

test('the API is off until it is switched on, and the menu leads to it', async () => {
  await expect(parts(desk).sign).toHaveAccessibleName('API');
  await desk.app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items[0]?.submenu;
    file?.items.find(({ label }) => label.startsWith('API'))?.click();
  });
  await expect(parts(desk).dialog).toBeVisible();
  await expect(parts(desk).on).not.toBeChecked();
  await expect(parts(desk).dialog).toContainText(/curl .+http:\/\/localhost:8001\/api\/v1\/config/);
});

test('a port that is none is refused beside the field, one in use is told with what to do', async () => {
  for (const typed of ['80', '65536', 'http']) {
    await parts(desk).port.fill(typed);
    await parts(desk).port.press('Enter');
    await expect(parts(desk).dialog.getByRole('alert')).toContainText(`“${typed}” is not`);
    await expect(parts(desk).port).toHaveAttribute('aria-invalid', 'true');
  }
  await parts(desk).port.press('Escape');
  await expect(parts(desk).dialog.getByRole('alert')).toHaveCount(0);

  const other: Server = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  await parts(desk).port.fill(String(port));
  await parts(desk).port.press('Enter');
  await parts(desk).on.click();
  await expect(parts(desk).dialog.getByRole('alert')).toContainText(
    new RegExp(`Port ${port} is in use by another program\\..*choose another port`),
  );
  await expect(parts(desk).sign).toHaveAccessibleName('API on but not reachable');
  await desk.picture('api-port-in-use');
  await new Promise((resolve) => other.close(resolve));
  await parts(desk).on.click();
  await expect(parts(desk).dialog.getByRole('alert')).toHaveCount(0);
  await parts(desk).on.click();
  await expect(parts(desk).sign).toHaveAccessibleName(`API on, port ${port}`);
});

test('the token is hidden until it is shown, and lets in whoever has it', async () => {
  await expect(parts(desk).token).toContainText('•••');
  const token = await copiedToken();
  expect(await desk.page.content()).not.toContain(token);
  await parts(desk).button('Show token').click();
  await expect(parts(desk).token).toHaveText(token);
  await parts(desk).button('Hide token').click();
  await expect(parts(desk).token).not.toContainText(token);

  expect(await status('/api/v1/config')).toBe(401);
  expect(
    await status('/api/v1/config', '-H', `Authorization: Bearer ${token}`, '-H', 'X-Updated-By: a script'),
  ).toBe(200);
  await expect(parts(desk).requests).toHaveCount(2);
  await expect(parts(desk).requests.first()).toContainText(/GET\/api\/v1\/config200 ok.+ms/);
  await expect(parts(desk).requests.nth(1)).toContainText('401 refused');
});

test('a new token shuts the old one out, after asking', async () => {
  const old = await copiedToken();
  await parts(desk).button('Renew…').click();
  const question = desk.page.getByRole('dialog', { name: 'Make a new token' });
  await question.getByRole('button', { name: 'Keep the present one' }).click();
  expect(await status('/api/v1/config', '-H', `Authorization: Bearer ${old}`)).toBe(200);
  await parts(desk).button('Renew…').click();
  await question.getByRole('button', { name: 'Make a new token' }).click();
  await expect(question).toHaveCount(0);
  await expect.poll(() => status('/api/v1/config', '-H', `Authorization: Bearer ${old}`)).toBe(401);
  await expect.poll(copiedToken).not.toBe(old);
  expect(await status('/api/v1/config', '-H', `Authorization: Bearer ${await copiedToken()}`)).toBe(200);
});

test('a line copied beside a parameter works in a shell as it is, and the window shows its effect', async () => {
  const { page } = desk;
  const token = await copiedToken();
  await close(desk);
  const shown = screen(page);
  const copyLine = shown.button('Copy Prediction TTL as curl');
  await copyLine.focus();
  await page.keyboard.press('Enter');
  await expect.poll(clipboard).toContain('curl');
  const line = await clipboard();
  expect(line).toContain(`http://localhost:${port}/api/v1/config/cache`);
  expect(line).not.toContain(token);
  await inShell(`DESK_TOKEN='${token}'\n${line.replace(/: 60}/, ': 119}')}`);
  await expect(shown.field('Prediction TTL')).toHaveValue('119');

  await shown.field('1H weight').hover();
  await shown.button('Copy weights as curl').click();
  await expect.poll(clipboard).toContain('weight_4h');
  const weights = (await clipboard()).replace(
    /-d .*/,
    `-d '{"weight_1h": 0.5, "weight_4h": 0.3, "weight_daily": 0.2}'`,
  );
  await inShell(`DESK_TOKEN='${token}'\n${weights}`);
  await expect(shown.field('Daily weight')).toHaveValue('0.2');
});

test('open to this machine, the top bar says so for as long as it is', async () => {
  await show(desk);
  await parts(desk).open.click();
  const question = desk.page.getByRole('dialog', { name: 'Open the API to this machine' });
  await expect(question).toContainText('Every program that runs on this computer');
  await question.getByRole('button', { name: 'Keep asking for the token' }).click();
  await expect(parts(desk).open).not.toBeChecked();
  expect(await status('/api/v1/config')).toBe(401);
  await parts(desk).open.click();
  await question.getByRole('button', { name: 'Open to this machine' }).click();
  await expect(parts(desk).open).toBeChecked();
  await expect(parts(desk).sign).toHaveAccessibleName('API open to this machine');
  expect(await status('/api/v1/config')).toBe(200);
  await close(desk);
  await screen(desk.page).show('Data and models');
  await expect(parts(desk).sign).toHaveAccessibleName('API open to this machine');
  await screen(desk.page).show('Desk');
  const copyLine = screen(desk.page).button('Copy Spread as curl');
  await copyLine.focus();
  await desk.page.keyboard.press('Enter');
  await expect.poll(clipboard).toContain('spread_pips');
  expect(await clipboard()).not.toContain('Authorization');
});

for (const theme of ['Dark', 'Light'] as const) {
  for (const [width, height] of sizes)
    test(`sign and dialog fit in ${theme.toLowerCase()} at ${width} × ${height}`, async () => {
      const { page } = desk;
      await resize(desk, width, height);
      await screen(page).theme(theme);
      const name = (what: string) => `${what}-${theme.toLowerCase()}-${width}`;
      await screen(page).slider('Spread').hover();
      await desk.picture(name('api-sign'));
      expect(await page.evaluate(clippedTexts), 'sign: clipped').toEqual([]);
      expect(await page.evaluate(outside), 'sign: outside the window').toEqual([]);
      await show(desk);
      await desk.picture(name('api'));
      expect(await page.evaluate(clippedTexts), 'dialog: clipped').toEqual([]);
      expect(await page.evaluate(outside), 'dialog: outside the window').toEqual([]);
      await close(desk);
    });
}

test('closed again and switched off, nobody gets in and the sign is gone', async () => {
  await show(desk);
  await parts(desk).open.click();
  await expect(parts(desk).sign).toHaveAccessibleName(`API on, port ${port}`);
  expect(await status('/api/v1/config')).toBe(401);
  await parts(desk).on.click();
  await expect(parts(desk).sign).toHaveAccessibleName('API');
  await expect(curl(`http://localhost:${port}/health`)).rejects.toThrow();
  await close(desk);
});

test('what was said at the start is shown and cannot be changed', async () => {
  const own = await freePort();
  await withDesk({ args: ['--api-port', String(own)] }, async (fixed) => {
    await expect(parts(fixed).sign).toHaveAccessibleName(`API on, port ${own}`);
    await show(fixed);
    await expect(parts(fixed).dialog.getByRole('note')).toContainText('set on the command line');
    await expect(parts(fixed).dialog).toContainText(String(own));
    await expect(parts(fixed).on).toHaveCount(0);
    await expect(parts(fixed).open).toHaveCount(0);
    await expect(parts(fixed).port).toHaveCount(0);
    await fixed.picture('api-fixed');
  });
});
