import type { EventName, EventPayload } from '../../../shared/contract/contract.ts';

/** Sends one fact to every page that is open. */
export type Publish = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

type Subscriber = Publish;

/** Pages come and go; the engine publishes to whoever is there. */
export class Publisher {
  readonly #subscribers = new Set<Subscriber>();

  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => void this.#subscribers.delete(subscriber);
  }

  readonly publish: Publish = (name, payload) => {
    for (const subscriber of this.#subscribers) subscriber(name, payload);
  };

  get hasSubscribers(): boolean {
    return this.#subscribers.size > 0;
  }
}
