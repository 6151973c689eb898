import type { DeskOrder, OrderStep } from '../../../shared/model/desk.ts';
import type { Answer } from '../client/client.ts';

const DETAIL_CHARS = 300;

/** One line of an order's life; spans are those of the answer that brought it. */
export function stepOf(
  atMs: number,
  kind: OrderStep['kind'],
  order: Pick<DeskOrder, 'status'>,
  answer: Answer | null,
  detail: string | null,
): OrderStep {
  const timing = answer?.timing ?? null;
  const exchangeMs = answer?.exchangeMs ?? null;
  const answeredMs = timing === null ? null : timing.connectMs + timing.firstByteMs + timing.bodyMs;
  return {
    atMs,
    kind,
    status: order.status,
    queueMs: timing?.queueMs ?? null,
    networkMs: answeredMs === null ? null : Math.max(0, answeredMs - (exchangeMs ?? 0)),
    exchangeMs,
    detail: detail?.slice(0, DETAIL_CHARS) ?? null,
  };
}
