import type { WebSocket } from 'ws';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import { CallMeter } from '../common/call-meter.ts';

// A page that stopped reading is cut off before it costs memory; it asks for snapshots when it comes back.
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;

/** Close code for frames of a kind the contract does not have (RFC 6455, 7.4.1). */
const UNSUPPORTED_DATA = 1003;

/** A pipe over one authenticated WebSocket; a frame that is no JSON text ends it, and a flood is answered unheard. */
export function socketPipe(socket: WebSocket, meter = new CallMeter(() => performance.now())): Pipe {
  let listener: ((message: unknown) => void) | null = null;
  let onClosed: (() => void) | null = null;
  const early: unknown[] = [];

  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : parse(String(data));
    if (message === undefined) return socket.close(UNSUPPORTED_DATA);
    const refusal = meter.refusalOf(message);
    if (refusal !== null) return refusal === 'no call' ? undefined : post(refusal);
    if (listener === null) early.push(message);
    else listener(message);
  });
  socket.on('close', () => onClosed?.());

  function post(message: unknown): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_BACKLOG_BYTES) return socket.terminate();
    socket.send(JSON.stringify(message));
  }

  return {
    post,
    onMessage(next) {
      listener = next;
      for (const message of early.splice(0)) next(message);
    },
    onClose(next) {
      onClosed = next;
    },
    close: () => socket.close(1000),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
