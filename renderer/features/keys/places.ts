import type { Environment, ExchangeId } from '../../../shared/model/account.ts';
import type { KeyPlace } from '../../../shared/contract/keys-contract.ts';
import type { KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';

export const SITES = ['global', 'eea', 'us', 'tr', 'demo'] as const;
export type Site = (typeof SITES)[number];

/** The sites an exchange issues keys on, the usual one first; none: it has no such environment. */
const SITES_OF: Readonly<Record<ExchangeId, Readonly<Record<Environment, readonly Site[]>>>> = {
  binance: { live: ['global'], testnet: ['global', 'demo'], practice: ['global'] },
  okx: { live: ['global', 'eea', 'us', 'tr'], testnet: ['global', 'eea', 'us'], practice: ['global'] },
  kraken: { live: ['global'], testnet: [], practice: ['global'] },
};

export function sitesOf(exchange: ExchangeId, environment: Environment): readonly Site[] {
  return SITES_OF[exchange][environment];
}

/** Environments in which a key of this exchange can be had; practice only where the host runs it. */
export function environmentsOf(exchange: ExchangeId, hasPractice: boolean): readonly Environment[] {
  return (['live', 'testnet', 'practice'] as const).filter(
    (environment) => sitesOf(exchange, environment).length > 0 && (environment !== 'practice' || hasPractice),
  );
}

export function siteName(exchange: ExchangeId, site: Site): string {
  if (exchange === 'binance') return site === 'demo' ? t('key.site.binance.demo') : t('key.site.binance.global');
  return t(`key.site.${site}`);
}

/** The same place after a choice, put right where it would name an environment or site that does not exist. */
export function withChoice(place: KeyPlace, change: Partial<KeyPlace>, hasPractice: boolean): KeyPlace {
  const next = { ...place, ...change };
  const environments = environmentsOf(next.exchange, hasPractice);
  const environment = environments.includes(next.environment) ? next.environment : (environments[0] ?? 'live');
  const sites: readonly string[] = sitesOf(next.exchange, environment);
  return { ...next, environment, region: sites.includes(next.region) ? next.region : (sites[0] ?? 'global') };
}

/** The place of a key that takes over from another: the same account. */
export function placeAfter(key: KeyView, region: string): KeyPlace {
  return { exchange: key.exchange, environment: key.environment, region, label: key.label, replaces: key.id };
}

/** Where keys are made at an exchange; the same pages as the desktop menu opens. */
const KEY_PAGES: Readonly<Record<ExchangeId, string>> = {
  binance: 'https://www.binance.com/en/my/settings/api-management',
  okx: 'https://www.okx.com/account/my-api',
  kraken: 'https://pro.kraken.com/app/settings/api',
};

/** Null where keys are not made on the exchange's own page: at Binance's test sites, and in practice. */
export function keyPageOf(exchange: ExchangeId, environment: Environment): string | null {
  const isThere = environment === 'live' || (environment === 'testnet' && exchange === 'okx');
  return isThere ? KEY_PAGES[exchange] : null;
}
