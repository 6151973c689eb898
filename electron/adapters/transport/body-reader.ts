import { type BrotliDecompress, createBrotliDecompress, createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';

export type BodyResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly detail: string };

type Decoder = Gunzip | Inflate | BrotliDecompress;

/**
 * Collects one answer's body: undoes its content encoding and stops at `maxBytes` of decoded text, so that a small
 * compressed answer cannot fill the memory. Text must be UTF-8.
 */
export class BodyReader {
  readonly #maxBytes: number;
  readonly #decoder: Decoder | null;
  readonly #chunks: Buffer[] = [];
  readonly #done: Promise<BodyResult>;
  #finish: (result: BodyResult) => void = () => undefined;
  #size = 0;
  #isOver = false;

  /** Throws nothing; an unknown encoding makes the result a failure. */
  constructor(encoding: string | null, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#done = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#decoder = decoderOf(encoding);
    if (encoding !== null && this.#decoder === null && encoding !== 'identity') {
      this.#end({ ok: false, detail: `unknown content encoding ${encoding.slice(0, 40)}` });
    }
    this.#decoder?.on('data', (chunk: Buffer) => this.#keep(chunk));
    this.#decoder?.on('end', () => this.#complete());
    this.#decoder?.on('error', () => this.#end({ ok: false, detail: 'the compressed body is damaged' }));
  }

  /** False once no more is wanted. */
  push(chunk: Buffer): boolean {
    if (this.#isOver) return false;
    if (this.#decoder === null) this.#keep(chunk);
    else this.#decoder.write(chunk);
    return !this.#isOver;
  }

  /** The connection gave all it had. */
  end(): Promise<BodyResult> {
    if (this.#decoder === null) this.#complete();
    else if (!this.#isOver) this.#decoder.end();
    return this.#done;
  }

  /** Result so far for a reader that stopped by itself. */
  get result(): Promise<BodyResult> {
    return this.#done;
  }

  #keep(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) {
      this.#end({ ok: false, detail: `the body is larger than ${this.#maxBytes} bytes` });
      return;
    }
    this.#chunks.push(chunk);
  }

  #complete(): void {
    const text = decodeUtf8(Buffer.concat(this.#chunks));
    this.#end(text === null ? { ok: false, detail: 'the body is not UTF-8' } : { ok: true, text });
  }

  #end(result: BodyResult): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#chunks.length = 0;
    this.#decoder?.destroy();
    this.#finish(result);
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
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
