import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/**
 * How the wanted message of the page fares. `before`: it is swallowed. `half`: its first half arrives. `after`: it arrives
 * whole and no answer comes back. `reply`: the first bytes of an answer are swallowed. A number: all is well for so many
 * milliseconds after it. In every case the line is cut then.
 */
export type Cut = 'before' | 'half' | 'after' | 'reply' | number;

/** A line between a browser and a host that is cut when told to. */
export interface CutLine {
  readonly port: number;
  /** Cuts at the next message of the page that holds the words. */
  arm(cut: Cut): void;
  readonly cuts: number;
  close(): Promise<void>;
}

interface Pair {
  readonly page: Socket;
  readonly host: Socket;
}

/** `words`: what a message must hold to be cut at. */
export async function cutLine(hostPort: number, words: string): Promise<CutLine> {
  let armed: Cut | null = null;
  let cuts = 0;
  /** The message went through and its answer is waited for. */
  let isSent = false;
  const pairs = new Set<Pair>();

  function cutNow({ page, host }: Pair): void {
    armed = null;
    cuts += 1;
    page.resetAndDestroy();
    // What was written before still reaches the host.
    host.end();
    host.resume();
  }

  function fromPage(pair: Pair, bytes: Buffer): void {
    const cut = messagesIn(bytes).some((text) => text.includes(words)) ? armed : null;
    if (cut === null) return void pair.host.write(bytes);
    isSent = cut === 'reply';
    if (cut === 'before') return cutNow(pair);
    pair.host.write(cut === 'half' ? bytes.subarray(0, bytes.length >> 1) : bytes);
    if (cut === 'half' || cut === 'after') cutNow(pair);
    if (typeof cut !== 'number') return;
    armed = null;
    setTimeout(() => cutNow(pair), cut);
  }

  const server: Server = createServer((page) => {
    const host = createConnection({ port: hostPort, host: '127.0.0.1' });
    const pair = { page, host };
    pairs.add(pair);
    page.setNoDelay(true);
    host.setNoDelay(true);
    page.on('data', (bytes) => fromPage(pair, bytes));
    host.on('data', (bytes) => {
      if (armed === 'reply' && isSent) return cutNow(pair);
      if (!page.destroyed) page.write(bytes);
    });
    for (const socket of [page, host]) socket.on('error', () => undefined);
    page.on('close', () => host.end());
    host.on('close', () => {
      page.destroy();
      pairs.delete(pair);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    arm(cut) {
      isSent = false;
      armed = cut;
    },
    get cuts() {
      return cuts;
    },
    async close() {
      for (const { page, host } of pairs) {
        page.destroy();
        host.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}

const TEXT_FRAME = 0x81;
const MASKED = 0x80;
const LONG = 126;

/** Texts of the frames a piece of a WebSocket begins with (RFC 6455, 5.2); a page masks each of its own. */
function messagesIn(bytes: Buffer): readonly string[] {
  const short = (bytes[1] ?? 0) & ~MASKED;
  if (bytes[0] !== TEXT_FRAME || short > LONG || bytes.length < 8) return [];
  const start = short === LONG ? 4 : 2;
  const length = short === LONG ? bytes.readUInt16BE(2) : short;
  const mask = bytes.subarray(start, start + 4);
  const end = start + 4 + length;
  const text = bytes.subarray(start + 4, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return [Buffer.from(text).toString('utf8'), ...messagesIn(bytes.subarray(end))];
}
