import type { Result } from '../../shared/contract/failure.ts';
import type { Answer, Client, ClientCall } from '../../electron/engine/client/client.ts';
import type { IntentJournal } from '../../electron/engine/desk/intent-journal.ts';

/** Where a process may die on an order's way. */
export const SEAMS = ['before-journal', 'after-journal', 'after-sending', 'after-answer'] as const;
export type Seam = (typeof SEAMS)[number];

interface Found {
  readonly id: string;
  readonly seam: Seam;
}

/**
 * One life of the desk's process: once dead it writes nothing, sends nothing and hears nothing. What it had sent by then
 * is on its way all the same.
 */
export class DeskLife {
  isDead = false;
  /** Dies here, by the client order id of the order that gets there. */
  readonly seams: Map<string, Seam>;
  readonly #onDeath: () => void;

  constructor(seams: Map<string, Seam>, onDeath: () => void) {
    this.seams = seams;
    this.#onDeath = onDeath;
  }

  die(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.#onDeath();
  }

  client(client: Client): Client {
    return { ...client, send: (call) => this.#send(client, call) };
  }

  intents(journal: IntentJournal): IntentJournal {
    return {
      ...journal,
      create: (intent, step) => {
        this.#mustLive();
        const seam = this.seams.get(intent.clientOrderId);
        if (seam === 'before-journal' || seam === 'after-journal') this.seams.delete(intent.clientOrderId);
        if (seam === 'before-journal') this.die();
        this.#mustLive();
        journal.create(intent, step);
        if (seam === 'after-journal') this.die();
      },
      update: (order, step) => {
        this.#mustLive();
        journal.update(order, step);
      },
    };
  }

  async #send(client: Client, call: ClientCall): Promise<Result<Answer>> {
    if (this.isDead) return await never();
    const found = this.#seamOf(call);
    const seam = found?.seam;
    const answer = await client.send({
      ...call,
      beforeSend: () => {
        if (this.isDead) return { kind: 'halted' };
        const failure = call.beforeSend?.() ?? null;
        if (seam === 'after-sending') this.#dieAt(found);
        return this.isDead ? { kind: 'halted' } : failure;
      },
    });
    if (seam === 'after-answer') this.#dieAt(found);
    return this.isDead ? await never() : answer;
  }

  // Once for each order: the look-ups of the next life must come through.
  #dieAt(found: Found | null): void {
    if (found !== null) this.seams.delete(found.id);
    this.die();
  }

  #seamOf({ request, lane }: ClientCall): Found | null {
    if (lane !== 'order' || request.method !== 'POST') return null;
    const text = `${request.query} ${request.body?.text ?? ''}`;
    for (const [id, seam] of this.seams) if (text.includes(id)) return { id, seam };
    return null;
  }

  #mustLive(): void {
    if (this.isDead) throw new Error('this process is dead');
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
