import { ok } from '../../../../shared/contract/failure.ts';
import type { ExchangeDefinition } from '../definition.ts';
import { get } from '../../http.ts';
import { environments } from './environments.ts';
import { documentedCodes, errors, readResult } from './errors.ts';
import { instruments } from './instruments.ts';
import { limits } from './limits.ts';
import { orders } from './orders.ts';
import { partNames } from './part-names.ts';
import { readBirths } from './order-births.ts';
import { permissions } from './permissions.ts';
import { readings, tierLimits } from './readings.ts';
import { ServerTime, SystemStatus } from './schemas.ts';
import { importSecret, sign, unsigned } from './signer.ts';
import { quotes } from './quotes.ts';
import { sockets } from './sockets.ts';
import { sweep } from './sweep.ts';
import { ticketRules } from './ticket-rules.ts';

const probes: ExchangeDefinition['probes'] = {
  time: () => get('/0/public/Time'),
  // Time answers in whole seconds (REST reference, 2026-05).
  timeResolutionMs: 1_000,
  readTime(body) {
    const time = readResult(body, ServerTime);
    return time.ok ? ok(time.value.unixtime * 1_000) : time;
  },
  // No REST reply names a limit; the tier shows in the executions feed.
  limits: () => [],
  status: (environment) => (environment === 'testnet' ? null : get('/0/public/SystemStatus')),
  /** Up is `online` alone: in `cancel_only`, `post_only` and `maintenance` orders are refused (SystemStatus, 2026-05). */
  readStatus(body) {
    const status = readResult(body, SystemStatus);
    if (!status.ok) return status;
    return ok({ isUp: status.value.status === 'online', detail: status.value.status });
  },
};

export const kraken: ExchangeDefinition = {
  id: 'kraken',
  name: 'Kraken',
  limits,
  documentedCodes,
  environments,
  signer: { usesNonce: true, sign, importSecret, unsigned },
  readings,
  errors,
  permissions,
  instruments,
  ticketRules,
  orders,
  sweep,
  readBirths,
  sockets,
  quotes,
  partNames,
  tierLimits,
  probes,
};
