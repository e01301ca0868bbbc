import { describe, expect, it } from 'vitest';
import { createPreviewSender } from '../../../../renderer/config/preview-sender.ts';

describe('sending previews', () => {
  it('sends the first draft at once', () => {
    const { sender, sent } = harness();
    sender.push('a');
    expect(sent).toEqual(['a']);
  });

  it('holds drafts back while one is under way and sends only the newest in the frame that shows its answer', async () => {
    const { sender, sent, answer, frame } = harness();
    sender.push('a');
    sender.push('b');
    sender.push('c');
    expect(sent).toEqual(['a']);
    await answer();
    expect(sent).toEqual(['a']);
    frame();
    expect(sent).toEqual(['a', 'c']);
  });

  it('asks for no frame before there is an answer to show', async () => {
    const { sender, answer, framesAsked } = harness();
    sender.push('a');
    expect(framesAsked()).toBe(0);
    await answer();
    expect(framesAsked()).toBe(1);
  });

  it('sends at most one per frame, however fast the answers come', async () => {
    const { sender, sent, answer, frame } = harness();
    sender.push('a');
    await answer();
    sender.push('b');
    sender.push('c');
    expect(sent).toEqual(['a']);
    frame();
    expect(sent).toEqual(['a', 'c']);
  });

  it('goes on after a send that failed', async () => {
    const { sender, sent, fail, frame } = harness();
    sender.push('a');
    await fail();
    sender.push('b');
    frame();
    expect(sent).toEqual(['a', 'b']);
  });

  it('settles only when the newest draft has been answered', async () => {
    const { sender, sent, answer } = harness();
    sender.push('a');
    sender.push('b');
    let settled = false;
    const settling = sender.settle().then(() => {
      settled = true;
    });
    await answer();
    expect(settled).toBe(false);
    expect(sent).toEqual(['a', 'b']);
    await answer();
    await settling;
    expect(settled).toBe(true);
  });

  it('forgets what waits when it is dropped', async () => {
    const { sender, sent, answer, frame } = harness();
    sender.push('a');
    sender.push('b');
    const dropped = sender.drop();
    await answer();
    await dropped;
    frame();
    expect(sent).toEqual(['a']);
  });
});

function harness() {
  const sent: string[] = [];
  const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const frames: (() => void)[] = [];
  const sender = createPreviewSender<string>(
    (draft) => {
      sent.push(draft);
      return new Promise<void>((resolve, reject) => {
        answers.push({ resolve, reject });
      });
    },
    (run) => frames.push(run),
  );
  const afterReactions = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    sender,
    sent,
    frame: () => frames.shift()?.(),
    framesAsked: () => frames.length,
    answer: () => {
      answers.shift()?.resolve();
      return afterReactions();
    },
    fail: () => {
      answers.shift()?.reject(new Error('refused'));
      return afterReactions();
    },
  };
}
