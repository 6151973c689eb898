// Counters of the trading operations and of the WebSocket (API v5 docs "Trading-related APIs", "Rate limits",
// "WebSocket", 2026-08).

export type Operation = 'place' | 'amend' | 'cancel';
export type OperationClass = 'single' | 'batch';

/** REST and WebSocket share these; place, amend and cancel, single and batch are independent of each other. */
export const OPERATION_WINDOW_MS = 2000;
export const OPERATION_CAPACITY = { single: 60, batch: 300 } as const satisfies Record<OperationClass, number>;
export const BATCH_MAX_ORDERS = 20;

/** New orders and amendments of everything but spot and margin, per user; the base tier of the docs. */
export const SUB_ACCOUNT_CAPACITY = 1000;
export const SUB_ACCOUNT_WINDOW_MS = 2000;

export const MAX_PENDING_ORDERS = 4000;
export const MAX_PENDING_ORDERS_PER_INSTRUMENT = 500;

export const CLOCK_TOLERANCE_MS = 30_000;

export const CANCELLED_KEPT_MS = 2 * 3_600_000;
export const HISTORY_KEPT_MS = 7 * 86_400_000;
export const ARCHIVE_KEPT_MS = 90 * 86_400_000;
export const FILLS_KEPT_MS = 3 * 86_400_000;

export const CANCEL_ALL_AFTER_MIN_SECONDS = 10;
export const CANCEL_ALL_AFTER_MAX_SECONDS = 120;
export const CANCEL_ALL_AFTER_MAX_TAGS = 20;

export const SOCKET_CONNECTS = { capacity: 3, windowMs: 1000 } as const;
export const SOCKET_REQUESTS = { capacity: 480, windowMs: 3_600_000 } as const;
export const SOCKET_IDLE_MS = 30_000;
export const SOCKET_MAX_MESSAGE_BYTES = 64 * 1024;
export const SOCKET_MAX_CONNECTIONS_PER_CHANNEL = 30;
export const CLOSE_NO_DATA = 4004;
export const CLOSE_KEY_CHANGED = 4007;
export const ACCOUNT_PUSH_MS = 5000;

/** Largest single change and daily increases of the demo top-up (docs "Trading account", 2026-08). */
export const DEMO_ADJUST_CAPS: Readonly<Record<string, string>> = { BTC: '1', ETH: '1', USDT: '5000', OKB: '100' };
export const DEMO_INCREASES_PER_DAY = 3;

/** Fee of a new spot account, level Lv1 (docs "Get fee rates", 2026-08; negative = paid by the user). */
export const FEE_RATES = { maker: '-0.0008', taker: '-0.001' } as const;
