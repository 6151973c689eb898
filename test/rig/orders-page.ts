import { connectContract, type Bridge } from '../../shared/contract/client.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts';
import type { Result } from '../../shared/contract/failure.ts';
import { ok } from '../../shared/contract/failure.ts';
import { pipePair } from '../../shared/contract/pipe.ts';
import { serveContract } from '../../shared/contract/server.ts';
import { deskHandlers } from '../../electron/engine/desk/desk-handlers.ts';
import type { DeskWorld } from '../support/desk-world.ts';

/** A page on the desk: every call is written as text, parsed on the other side, and so is every answer. */
export class OrdersPage {
  #bridge: Bridge | null = null;
  #close: () => void = () => undefined;
  #calls = 0;

  /** Opens on the desk as it is now; what was asked of the one before is never answered. */
  open(rig: DeskWorld): void {
    const { engine, random } = rig.world;
    const [page, host] = pipePair();
    const desk = deskHandlers({
      desk: rig.service,
      accounts: engine.accounts,
      client: engine.client,
      random,
      unlocked: () => ok(null),
      note: () => undefined,
    });
    serveContract(host, {
      handlers: { ...engine.handlers, ...desk },
      maxPending: 500,
      onBug(error, call) {
        if (!String(error).includes('this process is dead')) throw error instanceof Error ? error : new Error(call);
      },
    });
    this.#bridge = connectContract(page, () => {
      this.#calls += 1;
      return `call-${this.#calls}`;
    });
    this.#close = () => page.close();
  }

  /** The process at the other end is gone. */
  close(): void {
    this.#close();
    this.#bridge = null;
  }

  get isOpen(): boolean {
    return this.#bridge !== null;
  }

  /** Null: nobody is there to be called. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>> | null {
    return this.#bridge === null ? null : this.#bridge.call(name, input);
  }
}
