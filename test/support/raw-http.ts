import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case, with every value that came. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

const PATIENCE_MS = 5_000;

/** Sends bytes, one for each character, and reads until the other side closes. Rejects when nothing closes the connection. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = openRaw(port);
    const chunks: Buffer[] = [];
    socket.setTimeout(PATIENCE_MS, () => {
      socket.destroy();
      reject(new Error(`the connection stayed open after: ${text.slice(0, 80)}`));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.write(text, 'latin1');
  });
}

/** A connection whose end, however rude, is no error of the test's. */
export function openRaw(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  return socket;
}

export function readAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, readonly string[]>();
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(line.indexOf(':') + 1).trim()]);
  }
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') };
}

/** One request of these lines, the connection closed after it. */
export async function ask(port: number, lines: readonly string[], body = ''): Promise<RawAnswer> {
  const closing = lines.some((line) => /^connection:/i.test(line)) ? [] : ['Connection: close'];
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return readAnswer(
    await sendRaw(
      port,
      `${[...lines, ...closing, ...length].join('\r\n')}\r\n\r\n${Buffer.from(body).toString('latin1')}`,
    ),
  );
}
