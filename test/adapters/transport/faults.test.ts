import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undiciTransport } from '../../../electron/adapters/transport/undici-transport.ts';
import type { SignedRequest } from '../../../electron/engine/http.ts';
import { parseJson } from '../../../electron/engine/json.ts';
import type { HttpTransport, SendOptions, TransportResult } from '../../../electron/engine/ports.ts';
import { type Behaviour, FaultServer, answer, head, raw } from '../../support/fault-server.ts';

const order: SignedRequest = {
  method: 'POST',
  target: '/api/v3/order?symbol=BTCUSDT&signature=abc',
  headers: { 'X-MBX-APIKEY': 'canary-key' },
  body: 'quantity=1',
};
const patience: SendOptions = { connectTimeoutMs: 2_000, replyTimeoutMs: 400, maxBodyBytes: 1_000_000 };
const long: SendOptions = { ...patience, replyTimeoutMs: 5_000 };

let server: FaultServer;
let transport: HttpTransport;

beforeEach(async () => {
  server = await FaultServer.start();
  transport = undiciTransport({ isAllowed: () => true, connections: 4 });
});

afterEach(async () => {
  await transport.close();
  await server.stop();
});

function send(behave: Behaviour, options: SendOptions = patience): Promise<TransportResult> {
  server.behave = behave;
  return transport.send(server.origin, order, options);
}

function toldOf(result: TransportResult): string {
  if (result.ok) return `${result.reply.status} ${result.reply.text.slice(0, 40)}`;
  const { failure } = result;
  return failure.kind === 'bad-reply' ? `bad-reply ${failure.status}` : failure.kind;
}

describe('an order over a broken connection arrives at most once and tells what is known', () => {
  const bomb = Buffer.alloc(512 * 1024 * 1024);
  const cases: readonly { readonly name: string; readonly behave: Behaviour; readonly told: string }[] = [
    { name: 'reset after the request was read', behave: (socket) => socket.resetAndDestroy(), told: 'no-answer' },
    { name: 'closed after the request was read', behave: (socket) => socket.destroy(), told: 'no-answer' },
    { name: 'half an answer line, then reset', behave: raw('HTTP/1.1 20', 'reset'), told: 'no-answer' },
    { name: 'nothing at all', behave: () => undefined, told: 'no-answer' },
    { name: 'stall after the headers', behave: raw(head(['content-length: 20'])), told: 'no-answer' },
    {
      name: 'body cut short of its length',
      behave: raw(`${head(['content-length: 20'])}{"a":`, 'end'),
      told: 'no-answer',
    },
    { name: 'reset within the body', behave: raw(`${head(['content-length: 20'])}{"a":`, 'reset'), told: 'no-answer' },
    {
      name: 'chunked body cut short',
      behave: raw(`${head(['transfer-encoding: chunked'])}5\r\n{"a":\r\n`, 'end'),
      told: 'no-answer',
    },
    {
      name: 'a body of a closing connection cut short',
      behave: raw(`${head(['connection: close'])}{"orderId":28,"st`, 'end'),
      told: '200 {"orderId":28,"st',
    },
    {
      name: 'two different lengths',
      behave: raw(`${head(['content-length: 2', 'content-length: 9'])}{}`),
      told: 'bad-reply null',
    },
    {
      name: 'a length and chunks',
      behave: raw(`${head(['content-length: 2', 'transfer-encoding: chunked'])}2\r\n{}\r\n0\r\n\r\n`),
      told: 'bad-reply null',
    },
    {
      name: 'a header of 1 MB',
      behave: raw(head([`x-fill: ${'a'.repeat(1_000_000)}`, 'content-length: 0'])),
      told: 'bad-reply null',
    },
    { name: 'no HTTP at all', behave: raw('SSH-2.0-OpenSSH_9.6\r\n'), told: 'bad-reply null' },
    { name: '408', behave: answer('', [], '408 Request Timeout'), told: '408 ' },
    { name: '503', behave: answer('busy', ['retry-after: 5'], '503 Service Unavailable'), told: '503 busy' },
    {
      name: 'HTML',
      behave: answer('<html>Sign in to the airport</html>', ['content-type: text/html']),
      told: '200 <html>Sign in to the airport</html>',
    },
    { name: 'bytes that are no UTF-8', behave: answer(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), told: 'bad-reply 200' },
    { name: 'a byte order mark', behave: answer(Buffer.from('\ufeff{"a":1}')), told: '200 {"a":1}' },
    { name: 'a body over the cap', behave: answer('x'.repeat(1_000_001)), told: 'bad-reply 200' },
    {
      name: 'a brotli bomb',
      behave: answer(brotliCompressSync(bomb), ['content-encoding: br']),
      told: 'bad-reply 200',
    },
    { name: 'a gzip bomb', behave: answer(gzipSync(bomb), ['content-encoding: gzip']), told: 'bad-reply 200' },
    { name: 'gzip that is none', behave: answer('not gzip', ['content-encoding: gzip']), told: 'bad-reply 200' },
    {
      name: 'gzip cut short',
      behave: answer(gzipSync('{"a":1}').subarray(0, 12), ['content-encoding: gzip']),
      told: 'bad-reply 200',
    },
    { name: 'an encoding nobody asked for', behave: answer('x', ['content-encoding: zstd']), told: 'bad-reply 200' },
    {
      name: 'encodings upon encodings',
      behave: answer('x', ['content-encoding: gzip, gzip, gzip']),
      told: 'bad-reply 200',
    },
    {
      name: 'a flood of interim answers',
      behave: raw(`${head(['link: </a>'], '103 Early Hints').repeat(2_000)}${head(['content-length: 2'])}{}`),
      told: 'bad-reply null',
    },
    {
      name: 'a few interim answers',
      behave: raw(`${head(['link: </a>'], '103 Early Hints').repeat(3)}${head(['content-length: 2'])}{}`),
      told: '200 {}',
    },
    { name: 'an interim answer and then nothing', behave: raw(head([], '100 Continue')), told: 'no-answer' },
  ];
  for (const { name, behave, told } of cases) {
    it(name, async () => {
      const rssBefore = process.memoryUsage().rss;
      expect(toldOf(await send(behave))).toBe(told);
      expect(server.requests).toHaveLength(1);
      expect(process.memoryUsage().rss - rssBefore).toBeLessThan(64 * 1024 * 1024);
      // The next call on the same transport is not hurt by it.
      server.behave = answer('{"next":true}');
      expect(toldOf(await transport.send(server.origin, order, patience))).toBe('200 {"next":true}');
      expect(server.requests).toHaveLength(2);
    });
  }

  it('reset before the request was read is not called unsent, since bytes were accepted', async () => {
    server.onConnect = (socket) => socket.resetAndDestroy();
    const result = await transport.send(server.origin, order, patience);
    expect(['not-sent', 'no-answer']).toContain(toldOf(result));
    expect(server.requests).toHaveLength(0);
    expect(server.connections).toBe(1);
  });

  it('a slow drip ends with the patience for the whole answer', async () => {
    const startMs = process.hrtime.bigint();
    const result = await send((socket) => {
      socket.write(head(['content-length: 1000']));
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'no-answer', timedOut: true } });
    expect(Number(process.hrtime.bigint() - startMs) / 1e6).toBeLessThan(5_000);
    expect(server.requests).toHaveLength(1);
  });

  it('deep JSON is carried, and read as none without harm', async () => {
    const result = await send(answer('['.repeat(400_000)), long);
    expect(result.ok && parseJson(result.reply.text)).toBe(result.ok ? undefined : true);
    const closed = await send(answer(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), long);
    expect(() => parseJson(closed.ok ? closed.reply.text : '')).not.toThrow();
  });
});

describe('a redirect', () => {
  for (const status of [
    '301 Moved',
    '302 Found',
    '303 See Other',
    '307 Temporary Redirect',
    '308 Permanent Redirect',
  ]) {
    it(`${status} is refused, and the other host sees not one byte`, async () => {
      const other = await FaultServer.start(answer('stolen'));
      const result = await send(answer('', [`location: ${other.origin}/api/v3/order`], status));
      expect(toldOf(result)).toBe(`bad-reply ${status.slice(0, 3)}`);
      expect([server.requests.length, other.connections, other.bytes]).toEqual([1, 0, 0]);
      await other.stop();
    });
  }
});

describe('an idle connection', () => {
  it('that the server closes just as it is used again does not send the order twice', async () => {
    for (let round = 0; round < 40; round += 1) {
      const before = server.requests.length;
      server.behave = (socket) => {
        answer('{}')(socket, '');
        setTimeout(() => socket.destroy(), round % 4);
      };
      await transport.send(server.origin, order, patience);
      await new Promise((resolve) => setTimeout(resolve, round % 5));
      const again = await transport.send(server.origin, order, patience);
      expect(server.requests.length - before).toBeLessThanOrEqual(2);
      if (again.ok || again.failure.kind === 'no-answer') continue;
      expect(server.requests.length - before).toBe(1);
    }
  });

  it('is used again', async () => {
    for (let call = 0; call < 5; call += 1) await send(answer('{}'));
    expect(server.requests).toHaveLength(5);
    // A call may come before the parser has put the connection back.
    expect(server.connections).toBeLessThanOrEqual(2);
  });
});

describe('what is sent', () => {
  it('is exactly what was signed, on the wire once', async () => {
    await send(answer('{}'));
    const [request = ''] = server.requests;
    expect(request.startsWith('POST /api/v3/order?symbol=BTCUSDT&signature=abc HTTP/1.1\r\n')).toBe(true);
    expect(request).toContain('X-MBX-APIKEY: canary-key\r\n');
    expect(request.endsWith('\r\n\r\nquantity=1')).toBe(true);
  });

  it('is nothing when the caller gave up first', async () => {
    const result = await send(answer('{}'), { ...patience, signal: AbortSignal.abort() });
    expect(toldOf(result)).toBe('not-sent');
    expect(server.connections).toBe(0);
  });

  it('is unknown when the caller gives up while it is under way', async () => {
    const abort = new AbortController();
    const result = await send(() => abort.abort(), { ...long, signal: abort.signal });
    expect(toldOf(result)).toBe('no-answer');
    expect(server.requests).toHaveLength(1);
  });

  it('is nothing when nobody listens', async () => {
    const { origin } = server;
    await server.stop();
    const result = await transport.send(origin, order, patience);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'not-sent', detail: 'ECONNREFUSED' } });
    server = await FaultServer.start();
  });

  it('is nothing when every connection is busy for longer than the patience to connect', async () => {
    const single = undiciTransport({ isAllowed: () => true, connections: 1 });
    server.behave = () => undefined;
    const first = single.send(server.origin, order, { ...patience, replyTimeoutMs: 600 });
    const second = await single.send(server.origin, order, { ...patience, connectTimeoutMs: 100 });
    expect(toldOf(second)).toBe('not-sent');
    await first;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests).toHaveLength(1);
    await single.close();
  });

  it('is nothing when it is stopped while its socket opens', async () => {
    let mayStart = true;
    const stopped = transport.send(server.origin, order, { ...patience, mayStart: () => mayStart });
    mayStart = false;
    expect(await stopped).toMatchObject({ ok: false, failure: { kind: 'not-sent' } });
    server.behave = answer('{}');
    expect(toldOf(await transport.send(server.origin, order, { ...patience, mayStart: () => true }))).toBe('200 {}');
    expect(server.requests).toHaveLength(1);
    expect(server.bytes).toBe(server.requests[0]?.length);
  });

  it('is nothing when it is stopped while it waits for a busy connection', async () => {
    const single = undiciTransport({ isAllowed: () => true, connections: 1 });
    let mayStart = true;
    server.behave = (socket) => {
      mayStart = false;
      answer('{}')(socket, '');
    };
    const first = single.send(server.origin, order, long);
    const second = single.send(server.origin, order, { ...long, mayStart: () => mayStart });
    expect([toldOf(await first), toldOf(await second)]).toEqual(['200 {}', 'not-sent']);
    expect(server.requests).toHaveLength(1);
    await single.close();
  });

  it('stays with allowed origins, and off plain HTTP to other machines', async () => {
    const strict = undiciTransport({ isAllowed: (origin) => origin !== server.origin, connections: 1 });
    for (const origin of [
      server.origin,
      'http://example.com',
      'http://127.0.0.1.example.com',
      'http://localhost:1',
      'ftp://127.0.0.1',
    ]) {
      expect(toldOf(await strict.send(origin, order, patience)), origin).toBe('not-sent');
    }
    expect(server.connections).toBe(0);
    await strict.close();
  });

  it('ends with the transport', async () => {
    server.behave = () => undefined;
    const under = transport.send(server.origin, order, long);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await transport.close();
    expect(toldOf(await under)).toBe('no-answer');
  });
});

describe('headers of an answer', () => {
  it('that came twice stay apart, names in lower case', async () => {
    const result = await send(answer('{}', ['Retry-After: 5', 'retry-after: -1', 'X-Odd: __proto__', '__proto__: 1']));
    expect(result.ok && [...(result.reply.headers['retry-after'] ?? [])]).toEqual(['5', '-1']);
    expect(result.ok && result.reply.headers['constructor']).toBeUndefined();
  });

  it('compressed answers arrive as text', async () => {
    const result = await send(answer(gzipSync('{"a":1}'), ['content-encoding: gzip']));
    expect(toldOf(result)).toBe('200 {"a":1}');
  });

  it('timing adds up and knows a kept-alive connection', async () => {
    await send(answer('{}'));
    const result = await send(answer('{}'));
    const timing = result.ok ? result.reply.timing : null;
    expect(timing && Object.values(timing).every((ms) => ms >= 0)).toBe(true);
    expect(timing?.connectMs).toBeLessThan(50);
  });
});
