import { describe, expect, it } from 'vitest';
import { createNewestWins } from '../../../../renderer/runs/newest-wins.ts';

describe('sending previews, one a frame', () => {
  it('sends the first draft at once', () => {
    const { sender, sent } = harness();
    sender.ask('a');
    expect(sent).toEqual(['a']);
  });

  it('holds drafts back while one is under way and sends only the newest in the frame that shows its answer', async () => {
    const { sender, sent, answer, frame } = harness();
    sender.ask('a');
    sender.ask('b');
    sender.ask('c');
    expect(sent).toEqual(['a']);
    await answer();
    expect(sent).toEqual(['a']);
    frame();
    expect(sent).toEqual(['a', 'c']);
  });

  it('asks for no frame before there is an answer to show', async () => {
    const { sender, answer, framesAsked } = harness();
    sender.ask('a');
    expect(framesAsked()).toBe(0);
    await answer();
    expect(framesAsked()).toBe(1);
  });

  it('sends at most one per frame, however fast the answers come', async () => {
    const { sender, sent, answer, frame } = harness();
    sender.ask('a');
    await answer();
    sender.ask('b');
    sender.ask('c');
    expect(sent).toEqual(['a']);
    frame();
    expect(sent).toEqual(['a', 'c']);
  });

  it('goes on after a send that failed', async () => {
    const { sender, sent, fail, frame } = harness();
    sender.ask('a');
    await fail();
    sender.ask('b');
    frame();
    expect(sent).toEqual(['a', 'b']);
  });

  it('settles only when the newest draft has been answered', async () => {
    const { sender, sent, answer } = harness();
    sender.ask('a');
    sender.ask('b');
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
    sender.ask('a');
    sender.ask('b');
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
  const sender = createNewestWins<string, void>(
    (draft) => {
      sent.push(draft);
      return new Promise<void>((resolve, reject) => {
        answers.push({ resolve, reject });
      });
    },
    { rest: (go) => frames.push(go) },
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
