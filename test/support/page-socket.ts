import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { PIPE_CHANNEL } from '../../shared/contract/channels.ts';

/** A socket as a page of ours opens it, with nothing sent yet. */
export async function openSocket(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, PIPE_CHANNEL, { origin: `http://127.0.0.1:${port}` });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

/** A socket that has shown its token and heard `ready`. */
export async function openPageSocket(port: number, token: string): Promise<WebSocket> {
  const socket = await openSocket(port);
  const closed = once(socket, 'close').then(([code]) => [`closed with ${String(code)}`]);
  const answer = Promise.race([once(socket, 'message'), closed]);
  socket.send(JSON.stringify({ type: 'auth', token }));
  const [first] = (await answer) as [Buffer | string];
  if (String(first) !== '{"type":"ready"}') throw new Error(`not ready but ${String(first)}`);
  return socket;
}

/** The close code the other side ends it with. */
export async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

/** The answer to one call of the contract; events that come in between are passed over. */
export function callOn(socket: WebSocket, name: string, input: unknown): Promise<unknown> {
  const id = randomUUID();
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`closed before the answer to ${name}`));
    const listen = (data: unknown): void => {
      const message = JSON.parse(String(data)) as { readonly id?: string; readonly value?: unknown };
      if (message.id !== id) return;
      socket.off('message', listen);
      socket.off('close', fail);
      resolve(message.value);
    };
    socket.on('message', listen);
    socket.once('close', fail);
    socket.send(JSON.stringify({ type: 'call', id, name, input }));
  });
}
