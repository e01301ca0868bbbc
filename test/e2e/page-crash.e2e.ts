import { freePort } from '../processes/free-port.ts';
import { curl } from './fixtures/curl.ts';
import { type Desk, withDesk } from './fixtures/desk.ts';
import { inPage } from './fixtures/in-page.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

/** What Playwright and Chromium say of a page that was killed on purpose. */
const tolerate = [/crash|SIGSEGV|SIGABRT|Received signal|^stderr: (#|\s|\[end of stack)/i];

/** A desk whose window shows more than at the start, and whose API is open to be asked. */
async function withPlacedDesk(use: (desk: Desk, api: (path: string) => Promise<unknown>) => Promise<void>) {
  const port = await freePort();
  const args = ['--api-port', String(port), '--api-open'];
  await withDesk({ args, tolerate }, async (desk) => {
    const shown = screen(desk.page);
    await expect(shown.confidence).toBeVisible();
    await shown.tab('Notices').click();
    await shown.button('Inspect the bar before').click();
    await shown.show('Experiments');
    await shown.tab('Walk-forward').click();
    await desk.page
      .getByRole('combobox', { name: 'Try another value of' })
      .selectOption('Confidence threshold');
    await shown.enter('Confidence threshold, tried', '0.58');
    await use(desk, async (path) => {
      const { status, body } = await curl(`http://127.0.0.1:${port}/api/v1${path}`);
      expect(status).toBe(200);
      return body?.data;
    });
  });
}

/** The process of the page; 0 while it has none. */
function pageProcess({ app }: Desk): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return contents && !contents.isCrashed() ? contents.getOSProcessId() : 0;
  });
}

/** The view, the experiment's tab and what is tried there, once a page shows them. */
async function placeShown(desk: Desk): Promise<unknown> {
  if ((await pageProcess(desk)) === 0) return null;
  return inPage(
    desk,
    `[
      document.querySelector('main')?.ariaLabel,
      document.querySelector('main [role=tab][aria-selected=true]')?.textContent,
      document.querySelector('main [aria-label="Confidence threshold, tried"]')?.value,
    ].join()`,
  );
}

const place = 'Experiments,Walk-forward,0.58';

/** Native questions are answered by the test: how many came, and what to answer with the next `answer`. */
async function holdQuestions({ app }: Desk) {
  await app.evaluate(({ dialog }) => {
    const asked: { message: string; answer: (button: number) => void }[] = [];
    Reflect.set(globalThis, 'asked', asked);
    dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) =>
      new Promise((resolve) => {
        asked.push({ message, answer: (response) => resolve({ response, checkboxChecked: false }) });
      })) as typeof dialog.showMessageBox;
  });
  return {
    messages: () =>
      app.evaluate(() => (Reflect.get(globalThis, 'asked') as { message: string }[]).map((q) => q.message)),
    answer: (button: number) =>
      app.evaluate((_electron, chosen) => {
        const asked = Reflect.get(globalThis, 'asked') as { answer: (button: number) => void }[];
        asked.at(-1)?.answer(chosen);
      }, button),
  };
}

async function startByMenu({ app }: Desk): Promise<void> {
  await app.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items.find(({ label }) => label.includes('View'));
    view?.submenu?.items.find(({ label }) => label === 'Start the window again')?.click();
  });
}

test('the page is killed ten times: it comes back where it stood, and the third time within a minute when asked', async () => {
  await withPlacedDesk(async (desk, api) => {
    const questions = await holdQuestions(desk);
    await api('/replay');
    for (let kill = 1; kill <= 10; kill += 1) {
      await expect.poll(() => placeShown(desk)).toBe(place);
      const before = await pageProcess(desk);
      process.kill(before, (['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)[kill % 3]);
      if (kill % 3 === 0) {
        await expect.poll(questions.messages).toHaveLength(kill / 3);
        expect((await questions.messages()).at(-1)).toBe(
          'The window has stopped three times within a minute.',
        );
        expect(await pageProcess(desk)).toBe(0);
        await api('/predictions/latest');
        if (kill % 2 === 0) await questions.answer(0);
        else await startByMenu(desk);
      }
      await expect.poll(() => pageProcess(desk)).not.toBe(before);
    }
    await expect.poll(() => placeShown(desk)).toBe(place);
    await inPage(desk, `document.querySelector('[role=radio][value=desk]')?.click()`);
    const text = () => inPage(desk, 'document.body.textContent');
    await expect.poll(text).toContain('was opened again where it stood');
    await expect.poll(text).toContain('for the third time within a minute and was left closed');
  });
});

test('what was being dragged when the page was killed is taken back', async () => {
  await withPlacedDesk(async (desk, api) => {
    const preview = { category: 'trading', changes: { confidence_threshold: 0.3 } };
    const threshold = async () => {
      const { confidence_threshold: value } = (await api('/config/trading')) as Record<string, number>;
      return value;
    };
    await inPage(desk, `window.desk.invoke('config.preview', ${JSON.stringify(preview)})`);
    expect(await threshold()).toBe(0.3);
    process.kill(await pageProcess(desk), 'SIGKILL');
    await expect.poll(threshold).toBe(0.66);
    // A desk that is closed while its page comes back would break off what the page asks for.
    await expect.poll(() => placeShown(desk)).toBe(place);
  });
});

test('a page that hangs is ended and comes back where it stood', async () => {
  await withPlacedDesk(async (desk, api) => {
    const before = await pageProcess(desk);
    await inPage(desk, 'void setTimeout(() => { for (;;); })');
    // Chromium does not watch a page that is being debugged, as this one is: the event is made here.
    await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('unresponsive'));
    await api('/predictions/latest');
    // The page that hangs could not be asked.
    await expect.poll(() => pageProcess(desk)).not.toBe(before);
    await expect.poll(() => placeShown(desk)).toBe(place);
    await expect
      .poll(() => inPage(desk, 'document.body.textContent'))
      .toContain('did not answer any more and was opened again where it stood');
  });
});
