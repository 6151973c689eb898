import type { Lane } from '../../../shared/model/account.ts';
import type { SendOptions } from '../ports.ts';

const MIB = 1024 * 1024;

export interface LaneRule extends Omit<SendOptions, 'signal'> {
  /** How long a signed request may stay valid at the exchange (Binance recvWindow, OKX expTime). */
  readonly validForMs: number;
  /** Attempts at most, for reads and cancels. */
  readonly attempts: number;
}

/** Bytes of any read: all open orders of an account are 500 bytes each, and the look-ups of the order lane list them too. */
export const READ_BYTES = 8 * MIB;

/**
 * Patience and appetite by lane. Order and cancel outlast the 10 s after which Binance itself gives up (rest-api.md,
 * 2026-07), so that its own answer is seen; a cancel of a whole symbol answers with every order it took. The background lane may fetch an instrument list of megabytes.
 */
export const laneRules: Readonly<Record<Lane, LaneRule>> = {
  cancel: { connectTimeoutMs: 3_000, replyTimeoutMs: 12_000, maxBodyBytes: READ_BYTES, validForMs: 5_000, attempts: 3 },
  order: { connectTimeoutMs: 3_000, replyTimeoutMs: 12_000, maxBodyBytes: MIB, validForMs: 5_000, attempts: 1 },
  account: { connectTimeoutMs: 5_000, replyTimeoutMs: 12_000, maxBodyBytes: 8 * MIB, validForMs: 5_000, attempts: 3 },
  market: { connectTimeoutMs: 5_000, replyTimeoutMs: 10_000, maxBodyBytes: 16 * MIB, validForMs: 5_000, attempts: 3 },
  background: {
    connectTimeoutMs: 5_000,
    replyTimeoutMs: 20_000,
    maxBodyBytes: 48 * MIB,
    validForMs: 5_000,
    attempts: 3,
  },
};
