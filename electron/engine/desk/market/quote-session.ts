import type { QuotePart, QuoteSource } from '../../exchanges/quote-source.ts';
import { parseJson } from '../../json.ts';
import type { Clock, Disposer, SocketConnection, SocketTransport } from '../../ports.ts';
import { Watch } from '../../sockets/watch.ts';

const OPEN_WITHIN_MS = 15_000;
/** Names in one message at most, so that none is too large. */
const NAMES_AT_ONCE = 20;

export interface QuoteSessionParts {
  readonly clock: Clock;
  readonly sockets: SocketTransport;
  readonly source: QuoteSource;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Pays for one message of ours; false: it must not leave now. */
  readonly mayTell: () => Promise<boolean>;
  readonly onOpen: () => void;
  readonly onQuotes: (parts: readonly QuotePart[]) => void;
  /** Once, whoever ended it; never after `close`. `cause`: what the exchange gave as its reason; null: none. */
  readonly onEnd: (cause: string | null) => void;
}

/** One public connection, subscribed to what is wanted of it. */
export class QuoteSession {
  readonly #parts: QuoteSessionParts;
  #connection: SocketConnection | null = null;
  readonly #told = new Set<string>();
  #wanted: ReadonlySet<string> = new Set();
  #watch: Watch | null = null;
  #patience: Disposer;
  #isOpen = false;
  #isOver = false;
  #isTelling = false;
  #nextId = 1;

  constructor(parts: QuoteSessionParts) {
    this.#parts = parts;
    const { clock, sockets, url, headers } = parts;
    this.#patience = clock.wakeAt(clock.monotonic() + OPEN_WITHIN_MS, () => this.#end());
    this.#connection = sockets.open(url, headers, {
      onOpen: () => this.#opened(),
      onText: (text) => this.#heard(text),
      onClose: () => this.#end(),
    });
  }

  get isLive(): boolean {
    return this.#isOpen && !this.#isOver;
  }

  want(names: ReadonlySet<string>): void {
    this.#wanted = names;
    void this.#tell();
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#patience();
    this.#watch?.stop();
    this.#connection?.close();
  }

  #end(cause: string | null = null): void {
    if (this.#isOver) return;
    this.close();
    this.#parts.onEnd(cause);
  }

  #opened(): void {
    if (this.#isOver) return;
    this.#patience();
    this.#isOpen = true;
    this.#parts.onOpen();
    const { clock, source } = this.#parts;
    this.#watch = new Watch(clock, source.ping, {
      ping: () => {
        this.#connection?.send(source.ping.text(this.#id()));
        return Promise.resolve(true);
      },
      dead: () => this.#end(),
    });
    void this.#tell();
  }

  #heard(text: string): void {
    if (this.#isOver) return;
    this.#watch?.heard();
    const news = this.#read(text);
    if (news === null) return;
    if (news.quotes.length > 0) this.#parts.onQuotes(news.quotes);
    if (news.end !== null) this.#end(news.end);
  }

  // Whatever an exchange may send, it must not bring the process down.
  #read(text: string): ReturnType<QuoteSource['read']> | null {
    try {
      return this.#parts.source.read(parseJson(text) ?? text);
    } catch {
      return null;
    }
  }

  /** One message at a time, apart as the exchange wants them, until what was told is what is wanted. */
  async #tell(): Promise<void> {
    if (this.#isTelling || !this.isLive) return;
    this.#isTelling = true;
    for (let text = this.#nextText(); text !== null; text = this.#nextText()) {
      if (!(await this.#parts.mayTell()) || this.#isOver) break;
      this.#send(text);
      await this.#rest();
      if (this.#isOver) break;
    }
    this.#isTelling = false;
  }

  #nextText(): Change | null {
    const gone = [...this.#told].filter((name) => !this.#wanted.has(name));
    if (gone.length > 0) return { kind: 'unsubscribe', names: gone.slice(0, NAMES_AT_ONCE) };
    const fresh = [...this.#wanted].filter((name) => !this.#told.has(name));
    return fresh.length > 0 ? { kind: 'subscribe', names: fresh.slice(0, NAMES_AT_ONCE) } : null;
  }

  #send({ kind, names }: Change): void {
    this.#connection?.send(this.#parts.source[kind](names, this.#id()));
    for (const name of names) {
      if (kind === 'subscribe') this.#told.add(name);
      else this.#told.delete(name);
    }
  }

  #id(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  #rest(): Promise<void> {
    const { clock, source } = this.#parts;
    return new Promise((resolve) => {
      clock.wakeAt(clock.monotonic() + source.messageGapMs, resolve);
    });
  }
}

interface Change {
  readonly kind: 'subscribe' | 'unsubscribe';
  readonly names: readonly string[];
}
