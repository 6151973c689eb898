import type { Page } from 'playwright-core';
import { PIPE_CHANNEL } from '../../shared/contract/channels.ts';

export interface Confirmed {
  readonly intent: string;
  readonly hash: string;
}

/** What one confirm, sent three times on each of two sockets in one go, was answered with. */
export interface Thrice {
  readonly clientOrderId: string;
  /** Answers that name the order, and all others. */
  readonly keys: readonly string[];
  readonly exchangeIds: readonly string[];
  readonly failures: readonly string[];
}

/** Reviews one order after another in the browser and confirms each six times at once, over two sockets. */
export async function placeThrice(page: Page, code: string, tickets: readonly unknown[]): Promise<readonly Thrice[]> {
  return await page.evaluate(placeAll, { code, tickets, channel: PIPE_CHANNEL });
}

// Runs within the page, so it can use nothing from around it.
async function placeAll(given: {
  readonly code: string;
  readonly tickets: readonly unknown[];
  readonly channel: string;
}): Promise<Thrice[]> {
  interface Reply {
    readonly ok: boolean;
    readonly value?: unknown;
    readonly failure?: unknown;
  }
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ code: given.code });
  const session = (await (await fetch('/session', { method: 'POST', headers, body })).json()) as { token: string };
  const open = (): Promise<(name: string, input: unknown) => Promise<Reply>> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/socket`, given.channel);
      const waiting = new Map<string, (reply: Reply) => void>();
      const call = (name: string, input: unknown): Promise<Reply> =>
        new Promise((answer) => {
          const id = crypto.randomUUID();
          waiting.set(id, answer);
          socket.send(JSON.stringify({ type: 'call', id, name, input }));
        });
      socket.onopen = () => socket.send(JSON.stringify({ type: 'auth', token: session.token }));
      socket.onclose = () => reject(new Error('the socket was closed'));
      socket.onmessage = ({ data }: MessageEvent<string>) => {
        const message = JSON.parse(data) as { type: string; id?: string } & Reply;
        if (message.type === 'ready') resolve(call);
        if (message.type === 'reply') waiting.get(message.id ?? '')?.(message);
      };
    });
  const [one, other] = [await open(), await open()];
  const results: Thrice[] = [];
  for (const ticket of given.tickets) {
    const intent = `intent-${crypto.randomUUID()}`;
    const review = await one('orders.review', { intent, ticket });
    if (!review.ok) throw new Error(JSON.stringify(review));
    const { hash, params } = review.value as { hash: string; params: { name: string; value: string }[] };
    const replies = await Promise.all(
      [one, other, one, other, one, other].map((call) => call('orders.place', { intent, hash })),
    );
    const orders = replies.flatMap((reply) =>
      reply.ok ? [reply.value as { key: string; exchangeOrderId: string | null }] : [],
    );
    results.push({
      clientOrderId: params.find(({ name }) => /^(newClientOrderId|clOrdId|cl_ord_id)$/.test(name))?.value ?? '',
      keys: orders.map(({ key }) => key),
      exchangeIds: orders.map(({ exchangeOrderId }) => exchangeOrderId ?? ''),
      failures: replies.flatMap((reply) => (reply.ok ? [] : [JSON.stringify(reply.failure)])),
    });
  }
  return results;
}
