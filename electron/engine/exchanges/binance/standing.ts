import { z } from 'zod';
import type { Environment } from '../../../../shared/model/account.ts';
import type { AccountStanding } from '../../../../shared/model/vault.ts';
import { type ExchangeRequest, get } from '../../http.ts';

// developers.binance.com, "Account Status" and "Account API Trading Status", 2026-07; the test environments have no /sapi.
const Status = z.object({ data: z.string().min(1).max(60) });
const Trading = z.object({ data: z.object({ isLocked: z.boolean(), plannedRecoverTime: z.number().catch(0) }) });
const NORMAL = 'Normal';

/** Binance locks accounts for minutes to days whose orders look like spam. */
export const standing = {
  requests: (environment: Environment): readonly ExchangeRequest[] =>
    environment === 'testnet' ? [] : [get('/sapi/v1/account/status'), get('/sapi/v1/account/apiTradingStatus')],
  read([status, trading]: readonly unknown[]): AccountStanding | null {
    const [word, lock] = [Status.safeParse(status), Trading.safeParse(trading)];
    const isNormal = word.success && word.data.data === NORMAL;
    // That all is normal says nothing of a lock that could not be asked for.
    if (!lock.success && (isNormal || !word.success)) return null;
    const { isLocked, plannedRecoverTime } = lock.success ? lock.data.data : { isLocked: false, plannedRecoverTime: 0 };
    const named = word.success ? word.data.data : null;
    return {
      status: isNormal ? null : named,
      isTradingLocked: isLocked,
      recoversAtMs: isLocked && plannedRecoverTime > 0 ? plannedRecoverTime : null,
    };
  },
};
