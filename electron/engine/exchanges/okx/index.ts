import * as orderChanges from './order-changes.ts';
import type { Environment } from '../../../../shared/model/account.ts';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import type { ExchangeDefinition } from '../definition.ts';
import { environments, statusEnv } from './environments.ts';
import { documentedCodes, errors } from './errors.ts';
import { instruments } from './instruments.ts';
import { limits } from './limits.ts';
import { orders } from './orders.ts';
import { permissions } from './permissions.ts';
import { readings } from './readings.ts';
import { StatusRow, TimeRow, badReply, rowsOf } from './schemas.ts';
import { signer } from './signer.ts';
import { quotes } from './quotes.ts';
import { sockets } from './sockets.ts';
import { sweep } from './sweep.ts';
import { ticketRules } from './ticket-rules.ts';

export { signSocketLogin } from './signer.ts';

function readTime(body: unknown): Result<number> {
  const rows = rowsOf(TimeRow, body);
  if (!rows.ok) return rows;
  const row = rows.value[0];
  return row === undefined ? badReply('no time') : ok(Number(row.ts));
}

// Services whose maintenance stops trading: trading itself, by batch of accounts, by batch of products ("Status", 2026-08).
const TRADING_SERVICES: readonly string[] = ['5', '8', '9'];

/** Down while maintenance of trading is under way; interruptions under 5 s are never announced. */
function readStatus(
  body: unknown,
  environment?: Environment,
): Result<{ readonly isUp: boolean; readonly detail: string }> {
  const rows = rowsOf(StatusRow, body);
  if (!rows.ok) return rows;
  const env = statusEnv(environment);
  const current = rows.value.filter(
    (row) => row.state === 'ongoing' && (env === null || row.env === '' || row.env === env),
  );
  const isUp = !current.some(({ serviceType }) => TRADING_SERVICES.includes(serviceType));
  return ok({ isUp, detail: current.map(({ title }) => title).join('; ') });
}

const probes = {
  time: (): ExchangeRequest => get('/api/v5/public/time'),
  // public/time answers in whole milliseconds.
  timeResolutionMs: 1,
  readTime,
  limits: (): readonly ExchangeRequest[] => [get('/api/v5/trade/account-rate-limit')],
  status: (): ExchangeRequest => get('/api/v5/system/status'),
  readStatus,
};

/** OKX API v5, spot trading. */
export const okx: ExchangeDefinition = {
  id: 'okx',
  name: 'OKX',
  limits,
  documentedCodes,
  environments,
  signer,
  readings,
  errors,
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
