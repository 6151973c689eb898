import type { Handlers } from '../../../shared/contract/dispatch.ts';
import type { orderCommands, orderQueries } from '../../../shared/contract/orders-contract.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account, AccountId } from '../../../shared/model/account.ts';
import { type DeskOrder, IntentId, type OrderKey } from '../../../shared/model/desk.ts';
import type { Preflight } from '../../../shared/model/preflight.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Random } from '../ports.ts';
import type { AuditFact } from '../vault/keys/key-ports.ts';
import type { DeskService } from './desk-service.ts';
import { requestOf } from './reviews.ts';

export interface DeskHandlerParts {
  readonly desk: DeskService;
  readonly accounts: AccountBook;
  readonly client: Client;
  readonly random: Random;
  /** Ok while the app is not locked. */
  readonly unlocked: () => Result<null>;
  /** One line of the audit. */
  readonly note: (fact: Omit<AuditFact, 'actor'>) => void;
}

type OrderCall = keyof typeof orderQueries | keyof typeof orderCommands;

const DRY_RUN_WITHIN_MS = 5_000;

/** The engine's answer to every call about orders. */
export function deskHandlers(parts: DeskHandlerParts): Pick<Handlers, OrderCall> {
  const { desk: service, accounts, unlocked, note } = parts;
  const { book, desk, changing, amending, market, halt, deadMan } = service;

  function withAccount<Value>(
    id: AccountId,
    act: (account: Account) => Result<Value> | Promise<Result<Value>>,
  ): Result<Value> | Promise<Result<Value>> {
    const account = accounts.find(id);
    return account === undefined ? fail<Failure>({ kind: 'not-found', what: `account ${id}` }) : act(account);
  }

  return {
    'orders.snapshot': () =>
      ok({ orders: [...book.list()], desk: service.state(), isReconciled: service.reconciler.isReconciled }),
    'orders.history': ({ account, before, limit }) => {
      const { orders, next } = book.history(account, before, limit);
      return ok({ orders: [...orders], next });
    },
    'orders.timeline': ({ order }) => ok({ steps: [...book.steps(order)] }),
    'orders.limits': ({ account }) => withAccount(account, (found) => ok(market.limits(found))),
    'orders.preflight': ({ ticket }) => withAccount(ticket.account, (account) => ok(market.judge(account, ticket))),
    'instruments.search': ({ account, text, limit }) =>
      withAccount(account, (found) => {
        const { instruments, isLoaded } = market.search(found, text, limit);
        return ok({ instruments: [...instruments], isLoaded });
      }),
    'balances.snapshot': ({ account }) => withAccount(account, (found) => ok(market.balances(found))),
    'balances.refresh': ({ account }) => withAccount(account, (found) => market.refreshBalances(found)),
    'orders.watch': ({ account, symbol }) => withAccount(account, (found) => ok(market.watch(found, symbol))),
    'orders.review': ({ intent, ticket, clientOrderId }) =>
      withAccount(ticket.account, async (account) => {
        await market.ready(account, ticket);
        return desk.review(intent, ticket, clientOrderId ?? null);
      }),
    'orders.place': async ({ intent, hash, typed }) => {
      const placed = await desk.place(intent, hash, typed);
      noteOrder('place-order', intent, placed);
      return placed;
    },
    'orders.dryRun': ({ ticket }) => withAccount(ticket.account, (account) => dryRun(parts, account, ticket)),
    'orders.cancel': async ({ order }) => {
      const cancelled = await changing.cancel(order);
      noteOrder('cancel-order', order, cancelled);
      return cancelled;
    },
    'orders.reviewAmend': async ({ intent, order, price, quantity }) => {
      const known = service.book.find(order);
      const account = known === undefined ? undefined : parts.accounts.find(known.account);
      // Nobody may have watched its market since it was placed.
      if (known !== undefined && account !== undefined)
        await market.ready(account, { symbol: known.symbol, type: known.type ?? 'limit' });
      return amending.review(intent, order, { price, quantity });
    },
    'orders.amend': async ({ intent, order, hash, typed }) => {
      const amended = await amending.amend(intent, order, hash, typed);
      noteOrder('amend-order', order, amended);
      return amended;
    },
    'orders.cancelAll': async ({ account, symbol }) => {
      const done = await service.cancelAll(account, symbol);
      note({
        verb: 'cancel-all',
        subject: account,
        facts: symbol === null ? {} : { symbol },
        result: done.ok ? 'done' : 'failed',
      });
      return done;
    },
    'orders.decide': ({ order, decision }) => {
      const open = unlocked();
      if (!open.ok) return open;
      const decided = desk.decide(order, decision);
      note({ verb: 'decide-order', subject: order, facts: { decision }, result: decided.ok ? 'done' : 'refused' });
      return decided;
    },
    'orders.lookUp': ({ order }) => {
      const found = book.find(order);
      if (found === undefined) return fail({ kind: 'not-found', what: `order ${order}` });
      desk.ask(found);
      const id = IntentId.safeParse(order);
      if (id.success) desk.lookUps.hurry(id.data);
      return ok(found);
    },
    'orders.setLimits': ({ limits, typed }) => {
      const open = unlocked();
      if (!open.ok) return open;
      const set = market.setLimits(limits, typed);
      note({ verb: 'set-limits', subject: limits.account, facts: {}, result: set.ok ? 'done' : 'refused' });
      return set;
    },
    'desk.halt': () => {
      const halted = halt.halt('user');
      note({ verb: 'halt', subject: 'desk', facts: {}, result: halted.ok ? 'done' : 'failed' });
      // It is halted all the same; that it was not written down is the store's own alarm.
      return ok(service.state());
    },
    'desk.resume': ({ word }) => {
      const open = unlocked();
      if (!open.ok) return open;
      const resumed = halt.resume(word);
      note({ verb: 'resume', subject: 'desk', facts: {}, result: resumed.ok ? 'done' : 'refused' });
      return resumed.ok ? ok(service.state()) : resumed;
    },
    'desk.setDeadMan': ({ account: id, isOn, timeoutS }) =>
      withAccount(id, async (account) => {
        const open = unlocked();
        if (!open.ok) return open;
        const set = await deadMan.set(account, isOn, timeoutS);
        note({
          verb: 'set-dead-man',
          subject: id,
          facts: { state: isOn ? `${timeoutS} s` : 'off' },
          result: set.ok ? 'done' : 'failed',
        });
        return set.ok ? ok(service.state()) : set;
      }),
  };

  function noteOrder(verb: string, key: OrderKey, result: Result<DeskOrder>): void {
    const facts: Record<string, string> = result.ok
      ? { account: result.value.account, symbol: result.value.symbol, status: result.value.status }
      : { why: result.failure.kind };
    note({ verb, subject: key, facts, result: result.ok ? 'done' : 'refused' });
  }
}

type DryRun = { by: 'exchange' | 'local'; preflight: Preflight; detail: string | null };

/** Has the exchange judge the ticket where it can; what only we could judge is said to be so. */
async function dryRun(parts: DeskHandlerParts, account: Account, ticket: OrderTicket): Promise<Result<DryRun>> {
  const { desk, client, random } = parts;
  await desk.market.ready(account, ticket);
  const preflight = desk.market.judge(account, ticket);
  const local = (detail: string | null): Result<DryRun> => ok({ by: 'local', preflight, detail });
  if (preflight.breaches.some(({ weight }) => weight === 'refuse')) return local(null);
  const instrument = desk.market.instrument(account, ticket.symbol);
  if (instrument === null) return local(null);
  const { orders } = exchange(account.exchange);
  const id = orders.newClientOrderId((size) => random.bytes(size));
  const serverMs = client.peers.clockOf(account).serverMs();
  // Whatever no order can be made of is refused in words, here as in a review.
  const built = requestOf(account, ticket, instrument, id, serverMs);
  if (!built.ok) return built;
  const request = orders.dryRun(ticket, instrument, id, { serverMs, nonce: 0n, validForMs: DRY_RUN_WITHIN_MS });
  if (request === null) return local(null);
  const answer = await client.send({ account, request, caller: 'ticket', lane: 'order', withinMs: DRY_RUN_WITHIN_MS });
  return answer.ok ? ok({ by: 'exchange', preflight, detail: null }) : answer;
}
