import type { DeskOrder, IntentId, Review } from '../../shared/model/desk.ts';
import { quoteKey, withAnswer } from '../stores/orders.ts';
import type { TicketActions } from '../stores/orders-actions.ts';
import { type Draft, typesOf } from '../stores/orders-draft.ts';
import { EMPTY_DRAFT, FILL, NO_TICKET, NOT_JUDGED, type Stage, type TicketState } from '../stores/orders-ticket.ts';
import { NOT_LOADED } from '../stores/loaded.ts';
import type { OrderParts } from './orders.ts';
import { createJudge } from './orders-judge.ts';

/** The host stops telling prices a minute after it was last asked to. */
const WATCH_EVERY_MS = 30_000;
const NO_HOST = { kind: 'unavailable', detail: 'no connection' } as const;

interface TicketParts extends OrderParts {
  readonly newIntent: () => IntentId;
}

/** The ticket in hand: filled in, judged, reviewed and confirmed. A confirm is sent once; nothing here sends it again. */
export function createTicketActions(parts: TicketParts): TicketActions {
  const { stores, feed, timers, newIntent } = parts;
  const { ticket, orders, accounts, link } = stores;
  const judge = createJudge(parts);
  const stage = (next: Stage): void => ticket.setState({ stage: next });

  function fresh(draft: Draft, instrument: TicketState['instrument']): void {
    ticket.setState({ ...NO_TICKET, intent: newIntent(), isShown: true, draft, instrument });
    judge.search(draft.symbol);
    judge.soon();
  }

  function change(patch: Partial<Draft>): void {
    const { draft, stage: now, instrument } = ticket.getState();
    if (now.kind !== 'fill') return;
    const next = { ...draft, ...patch };
    const isOther = next.account !== draft.account;
    ticket.setState({
      draft: isOther ? { ...next, symbol: '' } : next,
      instrument: isOther ? null : instrument,
      found: isOther ? NOT_LOADED : ticket.getState().found,
      judged: isOther ? NOT_JUDGED : ticket.getState().judged,
      dryRun: { kind: 'none' },
      stage: FILL,
    });
    if (isOther) judge.search('');
    judge.soon();
  }

  async function watchNow(): Promise<void> {
    const { account, symbol } = ticket.getState().draft;
    const { bridge } = feed;
    if (bridge === null || account === '' || symbol === '') return;
    const result = await bridge.call('orders.watch', { account, symbol });
    if (!result.ok) return;
    const key = quoteKey(account, symbol);
    // An event may have told a newer price already.
    orders.setState(({ quotes }) =>
      (quotes[key]?.atMs ?? -1) > (result.value.atMs ?? 0) ? {} : { quotes: { ...quotes, [key]: result.value } },
    );
  }

  async function balancesNow(call: 'balances.snapshot' | 'balances.refresh'): Promise<void> {
    const { account } = ticket.getState().draft;
    const { bridge } = feed;
    if (bridge === null || account === '') return;
    const result = await bridge.call(call, { account });
    if (result.ok) orders.setState(({ balances }) => ({ balances: { ...balances, [account]: result.value } }));
  }

  async function dryRun(): Promise<void> {
    const now = judge.ticketNow();
    const { bridge } = feed;
    const { draft } = ticket.getState();
    if (now === null) return;
    if (bridge === null) return ticket.setState({ dryRun: { kind: 'failed', failure: NO_HOST } });
    ticket.setState({ dryRun: { kind: 'asking' } });
    const result = await bridge.call('orders.dryRun', { ticket: now });
    // What was judged is no longer what stands in the fields.
    if (ticket.getState().draft !== draft) return;
    if (!result.ok) return ticket.setState({ dryRun: { kind: 'failed', failure: result.failure } });
    const { by, detail, preflight } = result.value;
    const isFine = preflight.breaches.every(({ weight }) => weight !== 'refuse');
    ticket.setState({
      dryRun: { kind: 'done', by, detail, isFine },
      judged: { isAsking: false, preflight, failure: null },
    });
  }

  async function review(): Promise<void> {
    const { intent, stage: before } = ticket.getState();
    const now = judge.ticketNow();
    const { bridge } = feed;
    if (intent === null || now === null || before.kind === 'asking' || before.kind === 'placing') return;
    if (bridge === null) return stage({ kind: 'fill', failure: NO_HOST });
    stage({ kind: 'asking' });
    const result = await bridge.call('orders.review', {
      intent,
      ticket: now,
      clientOrderId: ownIdOf(ticket.getState()),
    });
    const isStill = ticket.getState().intent === intent && ticket.getState().stage.kind === 'asking';
    if (!isStill) return;
    if (result.ok) return stage({ kind: 'review', review: result.value, failure: null });
    stage({ kind: 'fill', failure: result.failure });
  }

  async function place(typed: string): Promise<void> {
    const { intent, stage: now } = ticket.getState();
    const { bridge } = feed;
    // A second press finds the ticket in another stage: one confirm, one call.
    if (intent === null || now.kind !== 'review') return;
    const { review: shown } = now;
    if (timers.now() + link.getState().offsetMs > shown.validUntilMs) return;
    if (bridge === null) return stage({ ...now, failure: NO_HOST });
    stage({ kind: 'placing', review: shown });
    const result = await bridge.call('orders.place', { intent, hash: shown.hash, typed });
    if (result.ok) orders.setState((state) => withAnswer(state, result.value));
    if (ticket.getState().intent !== intent) return;
    if (result.ok) return stage({ kind: 'done', order: result.value });
    if (feed.bridge !== bridge) return lost(intent, shown);
    if (result.failure.kind === 'review-void') return stage({ kind: 'review', review: shown, failure: result.failure });
    stage({ kind: 'refused', failure: result.failure });
  }

  const known = (intent: IntentId): DeskOrder | undefined => orders.getState().byKey[intent];

  // The order may have been told before the link broke; else the next picture of all orders says.
  function lost(intent: IntentId, shown: Review): void {
    const order = known(intent);
    if (order === undefined) stage({ kind: 'unsure', review: shown });
    else stage({ kind: 'done', order });
  }

  orders.subscribe((now, before) => {
    const { intent, stage: at, draft, isShown } = ticket.getState();
    if (intent === null) return;
    if (now.loads !== before.loads) {
      if (at.kind === 'unsure') {
        const order = known(intent);
        stage(order === undefined ? { kind: 'not-arrived', review: at.review } : { kind: 'done', order });
      }
      if (isShown) void watchNow();
      if (at.kind === 'fill') judge.soon();
    }
    const key = quoteKey(draft.account, draft.symbol);
    if (at.kind === 'fill' && now.quotes[key] !== before.quotes[key]) judge.afterPrice();
    if (now.balances[draft.account] !== before.balances[draft.account]) judge.soon();
  });

  return {
    change,
    open() {
      const { intent, stage: now } = ticket.getState();
      if (intent !== null && now.kind !== 'done') return ticket.setState({ isShown: true });
      const { list } = accounts.getState();
      fresh({ ...EMPTY_DRAFT, account: list.length === 1 ? (list[0]?.id ?? '') : '' }, null);
    },
    again() {
      const { draft, instrument } = ticket.getState();
      // An id of one's own names one order.
      fresh({ ...draft, clientOrderId: '' }, instrument);
      void watchNow();
    },
    close() {
      const { stage: now } = ticket.getState();
      // On its way it is out of our hands: the ticket waits to tell what became of it.
      if (now.kind === 'placing' || now.kind === 'unsure') ticket.setState({ isShown: false });
      else ticket.setState(NO_TICKET);
    },
    search: (text) => judge.search(text),
    pick(instrument) {
      const { draft } = ticket.getState();
      const account = accounts.getState().list.find((one) => one.id === draft.account);
      const types = typesOf(instrument, account);
      const type = types.includes(draft.type) ? draft.type : (types[0] ?? draft.type);
      ticket.setState({ instrument });
      const isOther = draft.symbol !== instrument.symbol;
      change({ symbol: instrument.symbol, type, ...(isOther ? { price: '', stopPrice: '' } : {}) });
      void watchNow();
      void balancesNow('balances.snapshot');
    },
    watch() {
      void watchNow();
      return timers.every(WATCH_EVERY_MS, () => void watchNow());
    },
    refreshBalances: () => void balancesNow('balances.refresh'),
    dryRun: () => void dryRun(),
    review: () => void review(),
    back: () => stage(FILL),
    place: (typed = '') => void place(typed),
  };
}

function ownIdOf({ draft }: TicketState): string | null {
  const id = draft.clientOrderId.trim();
  return id === '' ? null : id;
}
