import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type EventName,
  type EventPayload,
  events,
  isEventName,
} from './contract.ts';
import { HostMessage } from './envelope.ts';
import { type Failure, type Result, fail, ok } from './failure.ts';
import type { Pipe } from './pipe.ts';

export interface Bridge {
  /** Resolves with the host's answer; `unavailable` when the pipe closes first. Never rejects. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>>;
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
  /** Called when an event is missing: whatever is shown must be asked for again. */
  onGap(listener: () => void): () => void;
  onClose(listener: () => void): () => void;
}

interface PendingCall {
  readonly name: CallName;
  readonly resolve: (result: Result<unknown>) => void;
}

type Listeners = Map<EventName, Set<(payload: unknown) => void>>;

/** The page's end of the contract. `newId` makes call ids that no other page uses. */
export function connectContract(pipe: Pipe, newId: () => string): Bridge {
  const pending = new Map<string, PendingCall>();
  const listeners: Listeners = new Map();
  const gapListeners = new Set<() => void>();
  const closeListeners = new Set<() => void>();
  let expectedSeq = 0;
  let isClosed = false;

  pipe.onMessage((raw) => {
    const message = HostMessage.safeParse(raw);
    if (!message.success) return;
    if (message.data.type === 'event') receiveEvent(message.data.seq, message.data.name, message.data.payload);
    else settle(message.data.id, message.data.ok ? ok(message.data.value) : fail(message.data.failure));
  });
  pipe.onClose(() => {
    isClosed = true;
    for (const id of [...pending.keys()]) settle(id, fail(CLOSED));
    for (const listener of closeListeners) listener();
  });

  function settle(id: string, result: Result<unknown>): void {
    const call = pending.get(id);
    if (call === undefined) return;
    pending.delete(id);
    call.resolve(result.ok ? checked(call.name, result.value) : result);
  }

  function receiveEvent(seq: number, name: string, payload: unknown): void {
    const isGap = seq !== expectedSeq;
    expectedSeq = seq + 1;
    if (isGap) for (const listener of gapListeners) listener();
    if (!isEventName(name)) return;
    const parsed = events[name].safeParse(payload);
    if (!parsed.success) return;
    for (const listener of listeners.get(name) ?? []) listener(parsed.data);
  }

  return {
    call(name, input) {
      type Output = Result<CallOutput<typeof name>>;
      if (isClosed) return Promise.resolve<Output>(fail(CLOSED));
      const id = newId();
      return new Promise<Output>((resolve) => {
        pending.set(id, { name, resolve: resolve as PendingCall['resolve'] });
        try {
          pipe.post({ type: 'call', id, name, input });
        } catch {
          // A pipe about to close may throw; what was not posted will never be answered.
          settle(id, fail(CLOSED));
        }
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (payload: unknown) => void);
      return () => void set.delete(listener as (payload: unknown) => void);
    },
    onGap: (listener) => subscribe(gapListeners, listener),
    onClose: (listener) => subscribe(closeListeners, listener),
  };
}

const CLOSED: Failure = { kind: 'unavailable', detail: 'the connection to Headroom is closed' };

function checked(name: CallName, value: unknown): Result<unknown> {
  const parsed = calls[name].output.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return fail({ kind: 'bad-reply', status: null, detail: `answer of ${name} does not fit the contract` });
}

function subscribe(set: Set<() => void>, listener: () => void): () => void {
  set.add(listener);
  return () => void set.delete(listener);
}
