import type { OrderTicket } from '../../shared/model/order.ts';
import { failedWith, loadedWith } from '../stores/loaded.ts';
import { readDraft } from '../stores/orders-draft.ts';
import { NOT_JUDGED } from '../stores/orders-ticket.ts';
import type { Stores } from '../stores/stores.ts';
import type { Feed } from './feed.ts';
import type { Timers } from './timers.ts';

/** Typing pauses this long before the desk is asked. */
export const JUDGE_AFTER_MS = 150;
/** Prices move many times a second; what they change about a ticket is asked for at most so often. */
const JUDGE_AGAIN_MS = 1_000;
const FOUND = 12;

interface JudgeParts {
  readonly stores: Stores;
  readonly feed: Pick<Feed, 'bridge'>;
  readonly timers: Timers;
}

export interface Judge {
  /** The draft as a ticket, as far as it is one. */
  ticketNow(): OrderTicket | null;
  soon(): void;
  afterPrice(): void;
  search(text: string): void;
}

/** Keeps the desk's word on the draft, and what a search found; answers to older questions are dropped. */
export function createJudge({ stores, feed, timers }: JudgeParts): Judge {
  const { ticket, orders } = stores;
  let asked = 0;
  let searched = 0;
  let cancel: (() => void) | null = null;
  let cancelSearch: (() => void) | null = null;

  function ticketNow(): OrderTicket | null {
    const { draft, instrument } = ticket.getState();
    return readDraft(draft, instrument, orders.getState().balances[draft.account]).ticket;
  }

  async function judge(): Promise<void> {
    cancel = null;
    asked += 1;
    const mine = asked;
    const now = ticketNow();
    const { bridge } = feed;
    if (now === null || bridge === null) return ticket.setState({ judged: NOT_JUDGED });
    ticket.setState(({ judged }) => ({ judged: { ...judged, isAsking: true } }));
    const result = await bridge.call('orders.preflight', { ticket: now });
    if (mine !== asked) return;
    if (result.ok) ticket.setState({ judged: { isAsking: false, preflight: result.value, failure: null } });
    else ticket.setState(({ judged }) => ({ judged: { ...judged, isAsking: false, failure: result.failure } }));
  }

  async function find(text: string): Promise<void> {
    searched += 1;
    const mine = searched;
    const { account } = ticket.getState().draft;
    const { bridge } = feed;
    if (account === '' || bridge === null) return;
    const result = await bridge.call('instruments.search', { account, text, limit: FOUND });
    if (mine !== searched) return;
    const { found } = ticket.getState();
    ticket.setState({
      found: result.ok ? loadedWith({ ...result.value, text }, timers.now()) : failedWith(found, result.failure),
    });
  }

  return {
    ticketNow,
    soon() {
      cancel?.();
      cancel = timers.after(JUDGE_AFTER_MS, () => void judge());
    },
    afterPrice() {
      cancel ??= timers.after(JUDGE_AGAIN_MS, () => void judge());
    },
    search(text) {
      cancelSearch?.();
      cancelSearch = timers.after(JUDGE_AFTER_MS, () => void find(text.trim().slice(0, 40)));
    },
  };
}
