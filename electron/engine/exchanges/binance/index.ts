import * as orderChanges from './order-changes.ts';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import { get } from '../../http.ts';
import type { ExchangeDefinition } from '../definition.ts';
import { environments } from './environments.ts';
import { classify, documentedCodes, outcome } from './errors.ts';
import * as instruments from './instruments.ts';
import { limits } from './limits.ts';
import * as orders from './orders.ts';
import * as permissions from './permissions.ts';
import { exchangeTimeMs, read, readSocket } from './readings.ts';
import { ServerTime, SystemStatus } from './schemas.ts';
import { importSecret, sign, unsigned } from './signer.ts';
import { quotes } from './quotes.ts';
import { sockets } from './sockets.ts';
import { sweep } from './sweep.ts';
import { ticketRules } from './ticket-rules.ts';

// Any symbol brings the rate limits along; the whole exchangeInfo is megabytes.
const PROBED_SYMBOL = 'BTCUSDT';

const probes: ExchangeDefinition['probes'] = {
  time: () => get('/api/v3/time'),
  timeResolutionMs: 1,
  readTime,
  limits: () => [
    get('/api/v3/exchangeInfo', { symbol: PROBED_SYMBOL, showPermissionSets: 'false' }),
    get('/api/v3/rateLimit/order'),
  ],
  // The test environments have no /sapi (testnet/general-info.md, 2026-07).
  status: (environment) => (environment === 'testnet' ? null : get('/sapi/v1/system/status')),
  readStatus,
};

function readTime(body: unknown): Result<number> {
  const parsed = ServerTime.safeParse(body);
  return parsed.success ? ok(parsed.data.serverTime) : malformed('the reply has no serverTime');
}

// 0 is normal, 1 maintenance (binance-connector-rust, system status model, 2026).
function readStatus(body: unknown): Result<{ readonly isUp: boolean; readonly detail: string }> {
  const parsed = SystemStatus.safeParse(body);
  if (!parsed.success) return malformed('the reply has no status');
  return ok({ isUp: parsed.data.status === 0, detail: parsed.data.msg });
}

function malformed(detail: string): Result<never> {
  return fail({ kind: 'bad-reply', status: null, detail });
}

export const binance: ExchangeDefinition = {
  id: 'binance',
  name: 'Binance',
  limits,
  documentedCodes,
  environments,
  signer: { usesNonce: false, sign, importSecret, unsigned },
  readings: { read, readSocket, exchangeTimeMs },
  errors: { outcome, classify },
  permissions,
  instruments,
  ticketRules,
  orders: { ...orders, ...orderChanges },
  sweep,
  readBirths: null,
  sockets,
  quotes,
  partNames: null,
  tierLimits: null,
  probes,
};
