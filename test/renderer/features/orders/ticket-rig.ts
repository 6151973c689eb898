import { createActions } from '../../../../renderer/bridge/actions.ts';
import { createFeed } from '../../../../renderer/bridge/feed.ts';
import { createStores } from '../../../../renderer/stores/stores.ts';
import { connectContract } from '../../../../shared/contract/client.ts';
import { pipePair } from '../../../../shared/contract/pipe.ts';
import { type ContractServer, serveContract } from '../../../../shared/contract/server.ts';
import { freshState, type Publish } from '../../../support/fake-engine.ts';
import { fakeHandlers } from '../../../support/fake-handlers.ts';
import { fakeInstruments } from '../../../support/fake-order-parts.ts';
import { fakeOrders } from '../../../support/fake-orders.ts';
import { HandTimers, settled } from '../../support.ts';

/** The page's bridge and stores with a scripted desk at the other end; the link breaks and comes back when told to. */
export async function ticketRig() {
  const stores = createStores({ getItem: () => null, setItem: () => {} });
  const timers = new HandTimers();
  const feed = createFeed({ stores, timers, nextFrame: (action) => action() });
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `ABCDEF00-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  };
  const host = createActions({ stores, feed, timers, newId, retryNow: () => {} });
  const state = freshState();
  let server: ContractServer | null = null;
  let hostPipe = pipePair()[1];
  const publish: Publish = (name, payload) => server?.publish(name, payload);

  async function connect(): Promise<void> {
    const [page, other] = pipePair();
    hostPipe = other;
    server = serveContract(other, { handlers: fakeHandlers(state, publish), maxPending: 64, onBug: rethrow });
    feed.attach(connectContract(page, newId));
    await calm();
  }
  await connect();
  const { ticket } = host.orders;
  const fake = fakeOrders(state);
  // Both clocks stand at the same time: what is valid there is valid here.
  stores.link.setState({ offsetMs: Date.now() - timers.now() });

  /** Everything up to the review of an order that can be placed. */
  async function reviewed(): Promise<void> {
    ticket.open();
    ticket.change({ account: 'practice-binance' });
    const [btc] = fakeInstruments('binance');
    if (btc === undefined) throw new Error('no instrument');
    ticket.pick(btc);
    ticket.change({ price: '64250.10', amount: '0.001' });
    await timers.run(400);
    await calm();
    ticket.review();
    await calm();
  }
  return {
    stores,
    timers,
    host,
    ticket,
    fake,
    connect,
    reviewed,
    state,
    breakLink: async () => {
      hostPipe.close();
      await calm();
    },
    asked: (name: string) => fake.asked.filter((one) => one.name === name).map((one) => one.input),
    stage: () => stores.ticket.getState().stage,
  };
}

export async function calm(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await settled();
}

function rethrow(error: unknown): never {
  throw error;
}
