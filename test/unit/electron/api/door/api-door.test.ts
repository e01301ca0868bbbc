import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiDoor, type DoorSide, openApiDoor } from '../../../../../electron/api/door/api-door.ts';
import type { ApiSwitches } from '../../../../../electron/api/door/switches.ts';
import { apiStateSchema } from '../../../../../shared/api.ts';
import type { OperationInput } from '../../../../../shared/operations/index.ts';
import { failure, success } from '../../../../../shared/result.ts';
import { createTestClock } from '../../../engine/test-clock.ts';

vi.mock('electron-store', async () => ({ default: (await import('../../files/fake-store.ts')).FakeStore }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-door-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A door whose servers only note that they run; ports in `taken` cannot be had. */
function start(switches: Partial<ApiSwitches> = {}, taken: number[] = []) {
  const running: DoorSide[] = [];
  const clock = createTestClock();
  let changes = 0;
  let lockChanges = 0;
  const door = openApiDoor({
    folder,
    switches: { portDemanded: false, ...switches },
    system: null,
    async startServer(side) {
      if (taken.includes(side.port)) return failure('conflict', `Port ${side.port} is in use.`);
      running.push(side);
      return success({
        lockChanged() {
          lockChanges += 1;
        },
        async close() {
          running.splice(running.indexOf(side), 1);
        },
      });
    },
    onChange: () => {
      changes += 1;
    },
    now: clock.now,
    schedule: clock.schedule,
  });
  return { door, running, clock, changes: () => changes, lockChanges: () => lockChanges };
}

const configure = (door: ApiDoor, asked: OperationInput<'api.configure'>) =>
  door.handlers['api.configure'](asked);

describe('the door', () => {
  it('is shut until it is switched on, then is as it was left', async () => {
    const first = start();
    expect(await first.door.open()).toBe(null);
    expect(first.running).toEqual([]);
    expect(first.door.line()).toBe(null);
    expect(first.door.state()).toMatchObject({
      on: false,
      port: 8001,
      open: false,
      address: null,
      fixed: false,
    });
    const answer = await configure(first.door, { on: true, port: 9001 });
    expect(answer).toMatchObject({ ok: true, value: { on: true, address: 'http://127.0.0.1:9001' } });
    expect(apiStateSchema.safeParse(first.door.state()).success).toBe(true);
    await first.door.close();
    expect(first.running).toEqual([]);

    const second = start();
    await second.door.open();
    expect(second.running.map(({ port }) => port)).toEqual([9001]);
    await configure(second.door, { on: false });
    expect(second.running).toEqual([]);
    expect(second.door.state().address).toBe(null);
  });

  it('moves: the old port is let go before the new one is taken', async () => {
    const { door, running } = start();
    await configure(door, { on: true });
    await Promise.all([configure(door, { port: 9001 }), configure(door, { port: 9002 })]);
    expect(running.map(({ port }) => port)).toEqual([9002]);
  });

  it('is opened to this machine without being shut in between', async () => {
    const { door, running } = start();
    await configure(door, { on: true });
    const [side] = running;
    expect(side.open()).toBe(false);
    await configure(door, { open: true });
    expect(running[0]).toBe(side);
    expect(side.open()).toBe(true);
    expect(door.line()).toBe('api: http://127.0.0.1:8001 (open to this machine)');
  });

  it('says why nothing listens, and listens once it can', async () => {
    const { door } = start({}, [8001]);
    await configure(door, { on: true });
    expect(door.state()).toMatchObject({ on: true, address: null, problem: 'Port 8001 is in use.' });
    await configure(door, { port: 8002 });
    expect(door.state()).toMatchObject({ address: 'http://127.0.0.1:8002', problem: null });
  });

  it('hands the token to the window and to nobody’s terminal, file or state', async () => {
    const { door, running } = start();
    await configure(door, { on: true });
    const answer = await door.handlers['api.token']({});
    const token = answer.ok ? answer.value.token : '';
    expect(running[0].token()).toBe(token);
    expect(door.line()).toBe(`api: http://127.0.0.1:8001 (token in ${join(folder, 'api-token')})`);
    expect(JSON.stringify(door.state())).not.toContain(token);
    expect(readFileSync(join(folder, 'api.json'), 'utf8')).not.toContain(token);
    const renewed = await door.handlers['api.renew-token']({});
    expect(renewed.ok && renewed.value.token).toBe(running[0].token());
    expect(running[0].token()).not.toBe(token);
  });

  it('that was set at the start cannot be changed, and what was set is not saved', async () => {
    const { door, running } = start({ port: 9100, open: true, portDemanded: true });
    await door.open();
    expect(running.map(({ port }) => port)).toEqual([9100]);
    expect(door.state()).toMatchObject({ on: true, port: 9100, open: true, fixed: true });
    const refused = await configure(door, { on: false });
    expect(refused.ok ? '' : refused.problem.message).toContain('--api-port');
    await door.close();
    const next = start();
    await next.door.open();
    expect(next.door.state()).toMatchObject({ on: false, port: 8001, open: false, fixed: false });
  });

  it('that was opened but not switched on says so, and only its openness cannot be changed', async () => {
    const { door } = start({ open: true });
    await door.open();
    expect(door.notices().join()).toContain('--api-port');
    expect((await configure(door, { open: false })).ok).toBe(false);
    expect((await configure(door, { on: true })).ok).toBe(true);
    expect(door.notices()).toEqual([]);
  });

  it('stays shut where the token file that was named cannot serve', async () => {
    const { door, running } = start({ port: 9100, tokenFile: folder });
    expect(await door.open()).toContain(folder);
    expect(running).toEqual([]);
    expect(door.state().problem).toContain(folder);
  });

  it('tells of requests and readers as they come', async () => {
    const { door, running, clock, changes } = start({ port: 9100 });
    await door.open();
    await clock.advance(1000);
    const before = changes();
    running[0].onRequest({ at: 5, method: 'GET', path: '/health', status: 200, duration_ms: 1, by: null });
    running[0].onReaders(2);
    await clock.advance(1000);
    expect(changes()).toBeGreaterThan(before);
    expect(door.state()).toMatchObject({ readers: 2, recent: [{ id: 1, path: '/health' }] });
  });

  it('has those inside looked at again whenever its lock is another', async () => {
    const { door, lockChanges } = start();
    await configure(door, { on: true, open: true });
    const before = lockChanges();
    expect(door.handlers['api.renew-token']({})).toMatchObject({ ok: true });
    expect(lockChanges()).toBe(before + 1);
    await configure(door, { open: false });
    expect(lockChanges()).toBe(before + 2);
    await door.close();
  });
});
