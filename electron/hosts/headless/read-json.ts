import type { IncomingMessage } from 'node:http';

export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'too-large' }
  /** No JSON, or cut off. */
  | { readonly kind: 'unreadable' };

/** Reads a whole body of at most `maxBytes`; the rest of a larger one stays unread. Never rejects. */
export function readJson(request: IncomingMessage, maxBytes: number): Promise<JsonBody> {
  if (isSaidLonger(request.headers['content-length'], maxBytes)) return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      request.pause();
      resolve({ kind: 'too-large' });
    });
    request.on('end', () => resolve(parse(Buffer.concat(chunks).toString('utf8'))));
    request.on('error', () => resolve({ kind: 'unreadable' }));
    request.on('close', () => resolve({ kind: 'unreadable' }));
  });
}

/** What is no count of bytes says nothing: the bytes themselves are counted too. */
function isSaidLonger(length: string | undefined, maxBytes: number): boolean {
  return length !== undefined && /^\d{1,15}$/.test(length) && Number(length) > maxBytes;
}

function parse(text: string): JsonBody {
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'unreadable' };
  }
}
