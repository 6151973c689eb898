import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type FarEnd, FeedRig } from './support.ts';

async function live(): Promise<{ readonly rig: FeedRig; readonly end: FarEnd }> {
  const rig = new FeedRig();
  await rig.connect('okx');
  const end = rig.sockets.last;
  await end.open();
  await end.say({ event: 'login', code: '0', msg: '', connId: 'a' });
  await end.say({ event: 'subscribe', arg: { channel: 'orders', instType: 'ANY' }, connId: 'a' });
  return { rig, end };
}

describe('an OKX feed', () => {
  it('logs in by the second and then subscribes to all orders', async () => {
    const { rig, end } = await live();
    const [login, subscribe] = end.messages as readonly {
      readonly op: string;
      readonly args: readonly Readonly<Record<string, string>>[];
    }[];
    const { timestamp = '', sign } = login?.args[0] ?? {};
    expect(login?.op).toBe('login');
    expect(timestamp).toMatch(/^\d{10}$/);
    expect(sign).toBe(
      createHmac('sha256', 'ABCDEF0123456789'.repeat(2)).update(`${timestamp}GET/users/self/verify`).digest('base64'),
    );
    expect(subscribe).toEqual({ op: 'subscribe', args: [{ channel: 'orders', instType: 'ANY' }] });
    expect(rig.events()).toEqual(['connected', 'logged-in', 'subscribed']);
  });

  it('does not subscribe before it is logged in', async () => {
    const rig = new FeedRig();
    await rig.connect('okx');
    await rig.sockets.last.open();
    expect(rig.sockets.last.sent).toHaveLength(1);
  });

  it('pays for the connection, and for login and subscription by connection', async () => {
    const { rig } = await live();
    expect(rig.views('socket-connect')).toMatchObject([{ used: 1 }]);
    expect(rig.views('socket-requests')).toMatchObject([{ part: 'okx-a#1', used: 2, inFlight: 0 }]);
  });

  it('says ping before the half minute of silence is over', async () => {
    const { rig, end } = await live();
    await rig.run(20_000);
    expect(end.sent.at(-1)).toBe('ping');
    await end.say('pong');
    await rig.run(20_000);
    expect(end.sent.filter((text) => text === 'ping')).toHaveLength(2);
    await rig.run(8_000);
    expect(rig.events().at(-1)).toBe('closed stale');
  });

  it.each([
    { code: '60032', state: 'refused' },
    { code: '60024', state: 'refused' },
    { code: '60009', state: 'down' },
    { code: '63999', state: 'down' },
  ])('a login refused with $code is $state', async ({ code, state }) => {
    const rig = new FeedRig();
    await rig.connect('okx');
    await rig.sockets.last.open();
    await rig.sockets.last.say({ event: 'error', code, msg: 'no', connId: 'a' });
    expect(rig.events()).toEqual(['connected', `logged-in ${code}`, `closed ${code}`]);
    expect(rig.states.at(-1)).toBe(state);
  });

  it('leaves before a service upgrade does it', async () => {
    const { rig, end } = await live();
    await end.say({
      event: 'notice',
      code: '64008',
      msg: 'The connection will soon be closed for a service upgrade.',
      connId: 'a',
    });
    expect(end.isClosed).toBe(true);
    await rig.run(2_000);
    expect(rig.sockets.ends).toHaveLength(2);
  });

  it('waits for ten minutes when other connections hold the channel', async () => {
    const { rig, end } = await live();
    await end.say({ event: 'channel-conn-count-error', channel: 'orders', connCount: '30', connId: 'a' });
    await rig.run(599_000);
    expect(rig.sockets.ends).toHaveLength(1);
    await rig.run(2_000);
    expect(rig.sockets.ends).toHaveLength(2);
  });

  it('shows neither key, passphrase nor signature in a row', async () => {
    const { rig, end } = await live();
    const { sign = '?', passphrase = '?' } =
      (end.messages[0] as { readonly args: readonly Readonly<Record<string, string>>[] }).args[0] ?? {};
    await end.say({ event: 'error', code: `60012 ${sign}`, msg: `Invalid request: ${end.sent[0] ?? ''}`, connId: 'a' });
    const rows = JSON.stringify(rig.rows);
    expect(rig.events().at(-1)).toMatch(/^error/);
    for (const secret of [sign, passphrase, '00000000-1111']) expect(rows).not.toContain(secret);
  });
});
