import { isAscii } from 'node:buffer';
import {
  type BrotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  type Gunzip,
  type Inflate,
} from 'node:zlib';

export type BodyResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly detail: string };

type Decoder = Gunzip | Inflate | BrotliDecompress;

/**
 * Collects one answer's body: undoes its content encoding and stops at `maxBytes` of decoded text, so that a small
 * compressed answer cannot fill the memory. Text must be UTF-8.
 */
export class BodyReader {
  readonly #maxBytes: number;
  readonly #decoder: Decoder | null;
  readonly #chunks: Buffer[] = [];
  readonly #onResult: (result: BodyResult) => void;
  #received = 0;
  #decoded = 0;
  #isOver = false;

  /**
   * `onResult` is called once, as soon as the result is known, which for a body over the cap is before its end, and for
   * an unknown encoding at once. Throws nothing.
   */
  constructor(encoding: string | null, maxBytes: number, onResult: (result: BodyResult) => void) {
    this.#maxBytes = maxBytes;
    this.#onResult = onResult;
    this.#decoder = decoderOf(encoding);
    if (encoding !== null && this.#decoder === null && encoding !== 'identity') {
      this.#end({ ok: false, detail: 'unknown content encoding' });
    }
    this.#decoder?.on('data', (chunk: Buffer) => this.#keep(chunk));
    this.#decoder?.on('end', () => this.#complete());
    this.#decoder?.on('error', () => this.#end({ ok: false, detail: 'the compressed body is damaged' }));
  }

  push(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#received += chunk.length;
    // Also what waits to be unpacked takes memory.
    if (this.#received > this.#maxBytes) return this.#tooLarge();
    if (this.#decoder === null) this.#keep(chunk);
    else this.#decoder.write(chunk);
  }

  /** The connection gave all it had. */
  end(): void {
    if (this.#isOver) return;
    if (this.#decoder === null || this.#received === 0) this.#complete();
    else this.#decoder.end();
  }

  /** The connection broke: what came is thrown away. */
  drop(): void {
    this.#end({ ok: false, detail: 'the connection broke' });
  }

  #keep(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#decoded += chunk.length;
    if (this.#decoded > this.#maxBytes) return this.#tooLarge();
    this.#chunks.push(chunk);
  }

  #tooLarge(): void {
    this.#end({ ok: false, detail: `the body is larger than ${this.#maxBytes} bytes` });
  }

  #complete(): void {
    const [only] = this.#chunks;
    const text = decodeUtf8(only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks));
    this.#end(text === null ? { ok: false, detail: 'the body is not UTF-8' } : { ok: true, text });
  }

  #end(result: BodyResult): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#chunks.length = 0;
    this.#decoder?.destroy();
    this.#onResult(result);
  }
}

function decoderOf(encoding: string | null): Decoder | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  if (encoding === 'br') return createBrotliDecompress();
  return null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string | null {
  // The same text either way; almost every answer of an exchange is plain ASCII, which needs no decoding.
  if (isAscii(bytes)) return bytes.toString('latin1');
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
