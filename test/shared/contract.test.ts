import { describe, expect, it } from 'vitest';
import { type Bridge, connectContract } from '../../shared/contract/client.ts';
import { type CallName, calls, isCallName, isEventName } from '../../shared/contract/contract.ts';
import { type Handlers, dispatch } from '../../shared/contract/dispatch.ts';
import { fail, ok } from '../../shared/contract/failure.ts';
import { type Pipe, pipePair } from '../../shared/contract/pipe.ts';
import { type ContractServer, serveContract } from '../../shared/contract/server.ts';
import { flush } from '../support/fake-clock.ts';

const hello = {
  protocol: 1,
  version: '0.1.0',
  capabilities: { host: 'headless', tray: false, notifications: false, secretStore: 'memory', practice: true },
  nowMs: 1,
  isPracticeOnly: true,
} as const;
const account = {
  id: 'a',
  exchange: 'okx',
  environment: 'live',
  label: 'A',
  region: 'global',
  egress: 'default',
} as const;
const trouble = { id: '1', severity: 'warning', code: 'clock-wrong', detail: 'okx 7', atMs: 1 } as const;

const refuseAll: Handlers = Object.fromEntries(
  Object.keys(calls).map((name) => [name, () => fail({ kind: 'unavailable', detail: 'not in this test' })]),
) as unknown as Handlers;

interface Joined {
  readonly bridge: Bridge;
  readonly server: ContractServer;
  readonly page: Pipe;
  readonly host: Pipe;
  readonly bugs: [unknown, string][];
}

function join(handlers: Partial<Handlers>, maxPending = 8): Joined {
  const [page, host] = pipePair();
  const bugs: [unknown, string][] = [];
  const server = serveContract(host, {
    handlers: { ...refuseAll, ...handlers },
    maxPending,
    onBug: (...bug) => bugs.push(bug),
  });
  let count = 0;
  const bridge = connectContract(page, () => {
    count += 1;
    return `call-${count}`;
  });
  return { bridge, server, page, host, bugs };
}

describe('a call', () => {
  it('reaches its handler parsed and brings its answer back', async () => {
    const inputs: unknown[] = [];
    const { bridge } = join({
      'app.hello': (input) => {
        inputs.push(input);
        return ok({ ...hello, capabilities: { ...hello.capabilities } });
      },
    });
    expect(await bridge.call('app.hello', { protocol: 1 })).toEqual(ok(hello));
    expect(inputs).toEqual([{ protocol: 1 }]);
  });

  it('may fail, as a value', async () => {
    const { bridge } = join({ 'accounts.list': () => fail({ kind: 'storage', detail: 'disk' }) });
    expect(await bridge.call('accounts.list', {})).toEqual(fail({ kind: 'storage', detail: 'disk' }));
  });

  const badInputs: readonly (readonly [name: CallName, input: unknown])[] = [
    ['app.hello', {}],
    ['app.hello', { protocol: '1' }],
    ['accounts.list', { extra: 1 }],
    ['limits.history', { key: 'k', spanMs: 999, points: 10 }],
    ['limits.history', { key: 'k'.repeat(301), spanMs: 1_000, points: 10 }],
    ['limits.history', { key: 'k', spanMs: Number.NaN, points: 10 }],
    ['limits.history', { key: 'k', spanMs: 1_000, points: 1e9 }],
    ['activity.query', { filter: {}, before: 0, limit: 10 }],
    ['activity.query', { filter: {}, before: null, limit: 501 }],
    ['practice.setWorkload', { account: '../etc', level: 'calm' }],
    ['practice.setWorkload', { account: 'a', level: 'hurricane' }],
  ];
  for (const [name, input] of badInputs) {
    it(`${name} refuses ${JSON.stringify(input).slice(0, 50)} before any handler`, async () => {
      const handlers = { ...refuseAll, [name]: () => expect.unreachable('reached a handler') };
      const result = await dispatch(handlers, name, input);
      expect(result).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    });
  }

  it('tells of a bad input without repeating it', async () => {
    const result = await dispatch(refuseAll, 'practice.setWorkload', {
      account: 'canary secret',
      level: 'canary secret',
    });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  for (const name of ['orders.destroy', '__proto__', 'constructor', 'toString', 'x'.repeat(60)]) {
    it(`${name} is no call`, async () => {
      expect(isCallName(name) || isEventName(name)).toBe(false);
      expect(await dispatch(refuseAll, name, {})).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
    });
  }

  it('whose handler throws is a bug, told to the host and not to the page', async () => {
    const error = new Error('secret inner text');
    const { bridge, bugs } = join({
      'host.troubles': () => {
        throw error;
      },
    });
    expect(await bridge.call('host.troubles', {})).toEqual(fail({ kind: 'unavailable', detail: 'internal error' }));
    expect(bugs).toEqual([[error, 'host.troubles']]);
  });

  it('whose handler answers outside the contract is a bug too', async () => {
    const { bridge, bugs } = join({ 'accounts.list': () => ok({ accounts: [{ ...account, id: 'NOT AN ID' }] }) });
    expect(await bridge.call('accounts.list', {})).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    expect(bugs).toHaveLength(1);
  });

  it('brings nothing back that the contract does not name', async () => {
    const leaky = { ...account, secret: 'canary' };
    const { bridge } = join({ 'accounts.list': () => ok({ accounts: [leaky] }) });
    expect(await bridge.call('accounts.list', {})).toEqual(ok({ accounts: [account] }));
  });

  it('above the number at once is refused, the others stand', async () => {
    let release: (value: unknown) => void = () => undefined;
    const gate = new Promise((resolve) => {
      release = resolve;
    });
    const { bridge } = join(
      {
        'accounts.list': async () => {
          await gate;
          return ok({ accounts: [] });
        },
      },
      2,
    );
    const all = [1, 2, 3].map(() => bridge.call('accounts.list', {}));
    expect(await all[2]).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable', detail: 'too many calls at once' },
    });
    release(null);
    expect(await Promise.all(all.slice(0, 2))).toEqual([ok({ accounts: [] }), ok({ accounts: [] })]);
    expect(await bridge.call('accounts.list', {})).toEqual(ok({ accounts: [] }));
  });

  it('is not answered by what does not fit, comes twice or was never asked', async () => {
    const [page, host] = pipePair();
    const bridge = connectContract(page, () => 'one');
    const answer = bridge.call('accounts.list', {});
    for (const message of [
      null,
      7,
      'x',
      [],
      { type: 'reply' },
      { type: 'reply', id: 'other', ok: true, value: {} },
      { type: 'reply', id: 'one', ok: 'yes' },
    ])
      host.post(message);
    host.post({ type: 'reply', id: 'one', ok: true, value: { accounts: 'none' } });
    host.post({ type: 'reply', id: 'one', ok: true, value: { accounts: [] } });
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } });
  });

  it('over a pipe that closes or throws fails, and never rejects', async () => {
    const { bridge, page } = join({ 'accounts.list': () => new Promise(() => undefined) });
    let isTold = false;
    bridge.onClose(() => {
      isTold = true;
    });
    const waiting = bridge.call('accounts.list', {});
    page.close();
    expect(await waiting).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(await bridge.call('accounts.list', {})).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(isTold).toBe(true);
    const broken: Pipe = {
      ...page,
      onMessage: () => undefined,
      onClose: () => undefined,
      close: () => undefined,
      post: () => {
        throw new Error('closing');
      },
    };
    expect(await connectContract(broken, () => 'x').call('accounts.list', {})).toMatchObject({
      failure: { kind: 'unavailable' },
    });
  });
});

describe('the host', () => {
  it('drops what is no call and goes on', async () => {
    const { bridge, page, bugs } = join({ 'accounts.list': () => ok({ accounts: [] }) });
    for (const message of [
      null,
      1,
      'x',
      {},
      [],
      { type: 'call' },
      { type: 'call', id: '', name: 'accounts.list', input: {} },
      { type: 'call', id: 'x'.repeat(65), name: 'a', input: {} },
    ])
      page.post(message);
    await flush();
    expect(await bridge.call('accounts.list', {})).toEqual(ok({ accounts: [] }));
    expect(bugs).toEqual([]);
  });

  it('posts nothing to a page that is gone', async () => {
    const { server, page, host } = join({});
    page.close();
    host.post = () => expect.unreachable('posted');
    server.publish('host.troubled', trouble);
    await flush();
    expect(server.isClosed).toBe(true);
  });
});

describe('an event', () => {
  it('reaches its listeners until they leave', async () => {
    const { bridge, server } = join({});
    const seen: unknown[] = [];
    const stop = bridge.on('host.troubled', (payload) => seen.push(payload));
    server.publish('host.troubled', trouble);
    await flush();
    stop();
    server.publish('host.troubled', trouble);
    await flush();
    expect(seen).toEqual([trouble]);
  });

  it('that is missing is noticed, once, and what follows still arrives', async () => {
    const [page, host] = pipePair();
    const bridge = connectContract(page, () => 'x');
    let gaps = 0;
    const seen: unknown[] = [];
    bridge.onGap(() => {
      gaps += 1;
    });
    bridge.on('host.troubled', (payload) => seen.push(payload.id));
    for (const seq of [0, 1, 4, 5, 6])
      host.post({ type: 'event', seq, name: 'host.troubled', payload: { ...trouble, id: String(seq) } });
    await flush();
    expect([gaps, seen]).toEqual([1, ['0', '1', '4', '5', '6']]);
  });

  it('that does not fit or is not known is dropped, not taken for a gap', async () => {
    const [page, host] = pipePair();
    const bridge = connectContract(page, () => 'x');
    const seen: unknown[] = [];
    bridge.onGap(() => expect.unreachable('a gap'));
    bridge.on('host.troubled', (payload) => seen.push(payload));
    host.post({ type: 'event', seq: 0, name: 'host.troubled', payload: { id: 7 } });
    host.post({ type: 'event', seq: 1, name: 'keys.leaked', payload: {} });
    host.post({ type: 'event', seq: 2, name: 'host.troubled', payload: trouble });
    await flush();
    expect(seen).toEqual([trouble]);
  });

  it('outside the contract is the host’s bug', () => {
    const { server } = join({});
    expect(() => server.publish('host.troubled', { ...trouble, severity: 'mild' } as never)).toThrow();
  });
});
