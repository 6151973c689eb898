import { type EventName, type EventPayload, events } from './contract.ts';
import { type Handlers, dispatch } from './dispatch.ts';
import { Call, type Reply } from './envelope.ts';
import type { Pipe } from './pipe.ts';

export interface ContractServer {
  /** Sends a fact to the page; the payload is checked against the contract. */
  publish<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
  readonly isClosed: boolean;
}

export interface ServerOptions {
  readonly handlers: Handlers;
  /** Calls under way at once; more are refused with `unavailable`. */
  readonly maxPending: number;
  /** Told of a handler that threw: a bug, answered as `unavailable`. */
  readonly onBug: (error: unknown, call: string) => void;
}

/** Serves the contract over one pipe. Messages that are no calls are dropped. */
export function serveContract(pipe: Pipe, options: ServerOptions): ContractServer {
  let seq = 0;
  let pending = 0;
  let isClosed = false;
  pipe.onClose(() => {
    isClosed = true;
  });
  pipe.onMessage((message) => {
    const call = Call.safeParse(message);
    if (call.success) void answer(call.data);
  });

  async function answer(call: Call): Promise<void> {
    if (pending >= options.maxPending) return reply(refusal(call.id, 'too many calls at once'));
    pending += 1;
    try {
      const result = await dispatch(options.handlers, call.name, call.input);
      reply({ type: 'reply', id: call.id, ...result });
    } catch (error) {
      options.onBug(error, call.name);
      reply(refusal(call.id, 'internal error'));
    } finally {
      pending -= 1;
    }
  }

  function reply(message: Reply): void {
    if (!isClosed) pipe.post(message);
  }

  return {
    publish(name, payload) {
      if (isClosed) return;
      pipe.post({ type: 'event', seq, name, payload: events[name].parse(payload) });
      seq += 1;
    },
    get isClosed() {
      return isClosed;
    },
  };
}

function refusal(id: string, detail: string): Reply {
  return { type: 'reply', id, ok: false, failure: { kind: 'unavailable', detail } };
}
