import { z } from 'zod';

export const ExchangeId = z.enum(['binance', 'okx', 'kraken']);
export type ExchangeId = z.infer<typeof ExchangeId>;

export const exchangeIds = ExchangeId.options;

/** `testnet` stands for Binance's testnet and OKX demo trading; `practice` for Headroom's own local exchanges. */
export const Environment = z.enum(['live', 'testnet', 'practice']);
export type Environment = z.infer<typeof Environment>;

export const AccountId = z.string().regex(/^[a-z0-9-]{1,64}$/);
export type AccountId = z.infer<typeof AccountId>;

export const Account = z.object({
  id: AccountId,
  exchange: ExchangeId,
  environment: Environment,
  label: z.string().min(1).max(80),
  /** Site the key was issued by (OKX keys exist on one regional site only); `global` elsewhere. */
  region: z.string().max(16),
  /** Local address or proxy its calls leave through; IP-scoped buckets are counted per egress. */
  egress: z.string().min(1).max(64),
});
export type Account = z.infer<typeof Account>;

/** The site of an exchange's own, which needs no name. */
export const HOME_REGION = 'global';

/** `binance/live`; a site of its own hosts, keys and counters is named too: `binance/testnet@demo`. */
export function realmName({
  exchange,
  environment,
  region = HOME_REGION,
}: Pick<Account, 'exchange' | 'environment'> & { readonly region?: string | undefined }): string {
  return region === HOME_REGION ? `${exchange}/${environment}` : `${exchange}/${environment}@${region}`;
}

/** Priority classes, most urgent first. */
export const lanes = ['cancel', 'order', 'account', 'market', 'background'] as const;
export const Lane = z.enum(lanes);
export type Lane = z.infer<typeof Lane>;

/** Who asked for a call: the app itself, the order ticket, a probe, the practice workload, or a bot by its handle. */
export const Caller = z.string().regex(/^(app|ticket|probe|workload|bot:[a-z0-9-]{1,40})$/);
export type Caller = z.infer<typeof Caller>;
