import { describe, expect, it } from 'vitest';
import { type Opened, openSocketPipe } from '../../../renderer/bridge/socket-pipe.ts';
import { HandTimers, settled } from '../support.ts';

/** The page's side of a WebSocket, moved by hand. */
class HandSocket extends EventTarget {
  readonly sent: string[] = [];
  readyState = 0;

  send(text: string): void {
    this.sent.push(text);
  }

  close(code = 1005): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  says(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

function rig() {
  const socket = new HandSocket();
  const timers = new HandTimers();
  const asked: [string, string][] = [];
  const makeSocket = (url: string, protocol: string): WebSocket => {
    asked.push([url, protocol]);
    return socket as unknown as WebSocket;
  };
  const opened = openSocketPipe({ url: 'ws://host/socket', token: 'bearer', makeSocket, timers });
  return { socket, timers, asked, opened };
}

async function pipeOf(opened: Promise<Opened>) {
  const result = await opened;
  if (result.kind !== 'open') throw new Error(`not open but ${result.kind}`);
  return result.pipe;
}

describe('openSocketPipe', () => {
  it('shows the token in the first frame of the right protocol and waits for ready', async () => {
    const { socket, asked, opened } = rig();
    socket.opens();
    expect(asked).toEqual([['ws://host/socket', 'headroom.v1']]);
    expect(socket.sent).toEqual(['{"type":"auth","token":"bearer"}']);
    socket.says('{"type":"ready"}');
    expect((await opened).kind).toBe('open');
  });

  const losses = [
    { name: 'a refused token', end: (socket: HandSocket) => socket.close(4401), kind: 'refused' },
    { name: 'a host that is gone', end: (socket: HandSocket) => socket.close(1006), kind: 'unreachable' },
    { name: 'another first frame', end: (socket: HandSocket) => socket.says('{"type":"event"}'), kind: 'unreachable' },
  ];
  for (const { name, end, kind } of losses) {
    it(`tells ${name}`, async () => {
      const { socket, opened } = rig();
      socket.opens();
      end(socket);
      expect(await opened).toEqual({ kind });
    });
  }

  it('gives up on a host that says nothing', async () => {
    const { timers, opened } = rig();
    await timers.run(5_000);
    expect(await opened).toEqual({ kind: 'unreachable' });
  });

  it('keeps what came before anyone listened, in order, and drops what is no JSON', async () => {
    const { socket, opened } = rig();
    socket.opens();
    socket.says('{"type":"ready"}');
    socket.says('{"n":1}');
    socket.says('nonsense');
    socket.says(new ArrayBuffer(2));
    const pipe = await pipeOf(opened);
    const heard: unknown[] = [];
    pipe.onMessage((message) => heard.push(message));
    socket.says('{"n":2}');
    expect(heard).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('tells a loss once, also to who asks late', async () => {
    const { socket, opened } = rig();
    socket.opens();
    socket.says('{"type":"ready"}');
    const pipe = await pipeOf(opened);
    socket.close(1006);
    let losses = 0;
    pipe.onClose(() => {
      losses += 1;
    });
    await settled();
    expect(losses).toBe(1);
    pipe.post({ late: true });
    expect(socket.sent).toHaveLength(1);
  });
});
