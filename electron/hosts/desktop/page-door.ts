import type { Pipe } from '../../../shared/contract/pipe.ts';
import { CallMeter } from '../common/call-meter.ts';
import { PagePipe } from './page-pipe.ts';

/** As over the socket of the headless host. */
export const MAX_MESSAGE_CHARS = 64 * 1024;
const DOCUMENT_ID = /^[\da-f-]{36}$/;

export type DoorRefusal = 'flood' | 'no-document' | 'too-long' | 'no-json';

export interface PageDoorOptions {
  /** To the window's page; ends nowhere when it is gone. */
  readonly send: (documentId: string, text: string) => void;
  readonly onPage: (pipe: Pipe) => void;
  readonly onRefusal: (why: DoorRefusal) => void;
  /** Monotonic. */
  readonly nowMs: () => number;
}

/**
 * One window's way in. Each document that its page loads gets a pipe of its own, which ends when the next document
 * speaks: replies for one that was reloaded reach nobody.
 */
export class PageDoor {
  readonly #options: PageDoorOptions;
  readonly #meter: CallMeter;
  readonly #former = new Set<string>();
  #documentId: string | null = null;
  #pipe: PagePipe | null = null;

  constructor(options: PageDoorOptions) {
    this.#options = options;
    this.#meter = new CallMeter(options.nowMs);
  }

  /** `content`: JSON text, or how many messages the document has read. */
  receive(documentId: unknown, content: unknown): void {
    // Documents come one after another; the calls of the one that speaks are counted by what they ask for.
    const isNew = documentId !== this.#documentId;
    if ((isNew || typeof content !== 'string') && !this.#meter.take()) return this.#options.onRefusal('flood');
    const pipe = this.#pipeOf(documentId);
    if (pipe === null) return this.#options.onRefusal('no-document');
    if (typeof content === 'number') return pipe.acknowledge(content);
    if (typeof content !== 'string') return this.#options.onRefusal('no-json');
    if (content.length > MAX_MESSAGE_CHARS) return this.#options.onRefusal('too-long');
    const message = parse(content);
    if (message === undefined) return this.#options.onRefusal('no-json');
    const refusal = this.#meter.refusalOf(message);
    if (refusal === null) return pipe.deliver(message);
    this.#options.onRefusal('flood');
    if (refusal !== 'no call') pipe.post(refusal);
  }

  /** The page crashed or its window is gone. */
  close(): void {
    this.#pipe?.close();
    this.#pipe = null;
    if (this.#documentId !== null) this.#former.add(this.#documentId);
    this.#documentId = null;
  }

  #pipeOf(documentId: unknown): PagePipe | null {
    if (typeof documentId !== 'string' || !DOCUMENT_ID.test(documentId) || this.#former.has(documentId)) return null;
    if (documentId === this.#documentId) return this.#pipe;
    this.close();
    const pipe = new PagePipe({ send: (text) => this.#options.send(documentId, text) });
    this.#documentId = documentId;
    this.#pipe = pipe;
    this.#options.onPage(pipe);
    return pipe;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
