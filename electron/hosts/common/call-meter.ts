import type { Reply } from '../../../shared/contract/envelope.ts';
import { Allowance } from './allowance.ts';

/** A page that is opened asks some dozen questions at once; a user's clicks are a handful a second. */
const USUAL = { perSecond: 100, burst: 300 } as const;
/** What a person must get through whatever else the page does. */
const URGENT = { perSecond: 20, burst: 60 } as const;
const URGENT_NAMES = /^(?:desk\.halt|orders\.place|orders\.cancel\w*)$/;

/** Calls of one page, bounded; the halt, cancels and orders have an allowance of their own beside that of all calls. */
export class CallMeter {
  readonly #usual: Allowance;
  readonly #urgent: Allowance;

  /** `nowMs` is monotonic. */
  constructor(nowMs: () => number) {
    this.#usual = new Allowance(USUAL, nowMs);
    this.#urgent = new Allowance(URGENT, nowMs);
  }

  /** For what is no call. */
  take(): boolean {
    return this.#usual.take();
  }

  /** Null: the message may pass. Otherwise what to answer, which is nothing where it is no call. */
  refusalOf(message: unknown): Reply | 'no call' | null {
    const { id, name } = fieldsOf(message);
    if (this.#usual.take() || (URGENT_NAMES.test(name) && this.#urgent.take())) return null;
    if (id === '') return 'no call';
    return { type: 'reply', id, ok: false, failure: { kind: 'unavailable', detail: 'too many calls in a second' } };
  }
}

function fieldsOf(message: unknown): { readonly id: string; readonly name: string } {
  const { id, name } = { ...(message as { readonly id?: unknown; readonly name?: unknown } | null) };
  return {
    id: typeof id === 'string' && id.length <= 64 ? id : '',
    name: typeof name === 'string' && name.length <= 64 ? name : '',
  };
}
