import type { Answer } from './answer.ts';
import { done } from './answer.ts';
import type { BinanceApp, Call, Endpoint, Endpoints } from './app.ts';
import { amount } from './symbols.ts';

/** Rights of a key as `apiRestrictions` names them (developers.binance.com, "Get API Key Permission", 2026-07). */
export const RIGHTS = [
  'enableReading',
  'enableSpotAndMarginTrading',
  'enableWithdrawals',
  'enableInternalTransfer',
  'permitsUniversalTransfer',
  'enableMargin',
  'enableFutures',
  'enableVanillaOptions',
  'enablePortfolioMarginTrading',
  'enableFixApiTrade',
  'enableFixReadOnly',
] as const;
export type BinanceRight = (typeof RIGHTS)[number];

/** Rights the exchange knows, then any others the key was made with, and the lapse of trading where it has one. */
function restrictions({ key }: Call, app: BinanceApp): Answer {
  const notes = app.keyNotes.get(key?.apiKey ?? '');
  const rights = new Set([...RIGHTS, ...(notes?.shown ?? []), ...(key?.permissions ?? [])]);
  const untilMs = notes?.tradingUntilMs ?? null;
  return done({
    ipRestrict: key !== null && key.ips.length > 0,
    createTime: key?.createdAtMs ?? 0,
    ...Object.fromEntries([...rights].map((right) => [right, key?.permissions.has(right) ?? false])),
    ...(untilMs === null ? {} : { tradingAuthorityExpirationTime: untilMs }),
  });
}

function systemStatus(_call: Call, app: BinanceApp): Answer {
  return done(app.switches.isInMaintenance ? { status: 1, msg: 'system_maintenance' } : { status: 0, msg: 'normal' });
}

function tradingStatus(_call: Call, app: BinanceApp): Answer {
  return done({
    data: {
      isLocked: false,
      plannedRecoverTime: 0,
      triggerCondition: { GCR: 150, IFER: 150, UFR: 300 },
      updateTime: app.nowMs(),
    },
  });
}

/** Coins with one network each, in the shape of the wallet's coin list. */
function coins({ accountId }: Call, app: BinanceApp): Answer {
  const { ledger } = app.accounts.get(accountId);
  const assets = new Set(app.symbols.all.flatMap(({ market }) => [market.base, market.quote]));
  for (const { asset } of ledger.rows()) assets.add(asset);
  return done([...assets].map((asset) => coin(asset, ledger.row(asset))));
}

function coin(
  asset: string,
  row: { readonly free: Parameters<typeof amount>[0]; readonly locked: Parameters<typeof amount>[0] },
): object {
  return {
    coin: asset,
    depositAllEnable: true,
    withdrawAllEnable: true,
    name: asset,
    free: amount(row.free),
    locked: amount(row.locked),
    freeze: '0',
    withdrawing: '0',
    ipoing: '0',
    ipoable: '0',
    storage: '0',
    isLegalMoney: false,
    trading: true,
    networkList: [
      {
        network: asset,
        coin: asset,
        name: asset,
        isDefault: true,
        depositEnable: true,
        withdrawEnable: true,
        busy: false,
        withdrawFee: '0.0001',
        withdrawMin: '0.001',
        withdrawMax: '10000',
        withdrawIntegerMultiple: '0.00000001',
        minConfirm: 1,
        unLockConfirm: 0,
        sameAddress: false,
      },
    ],
  };
}

function signed(weight: number, run: (call: Call, app: BinanceApp) => Answer): Endpoint {
  return { security: 'user-data', weight, required: [], run };
}

/** Wallet endpoints. Weight of the coin list: developers.binance.com, "All Coins' Information". */
export const sapiEndpoints: Endpoints = {
  'GET /sapi/v1/account/apiRestrictions': signed(1, restrictions),
  'GET /sapi/v1/system/status': { security: 'none', weight: 1, required: [], run: systemStatus },
  'GET /sapi/v1/account/status': signed(1, () => done({ data: 'Normal' })),
  'GET /sapi/v1/account/apiTradingStatus': signed(1, tradingStatus),
  'GET /sapi/v1/capital/config/getall': signed(10, coins),
  'GET /sapi/v1/margin/allPairs': signed(1, () => done([])),
  'GET /sapi/v1/margin/isolated/allPairs': signed(10, () => done([])),
};
