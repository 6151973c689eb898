import type { Account } from '../../../../shared/model/account.ts';

/** Markets are one per exchange, environment and site. */
export function siteOf({ exchange, environment, region }: Account): string {
  return `${exchange}/${environment}/${region}`;
}
