import type { Account } from '../../../../shared/model/account.ts';
import type { Hosts } from '../../exchanges/definition.ts';
import { exchange } from '../../exchanges/registry.ts';

/**
 * Whether an account's calls go where its environment lives. Where live and test share a host, a header tells them
 * apart; practice lives nowhere the exchange does.
 */
export function isEnvironmentRight(account: Account, hosts: Hosts): boolean {
  const { live, testnet } = exchange(account.exchange).environments;
  const [isLive, isTest] = [isAmong(hosts, live), isAmong(hosts, testnet)];
  switch (account.environment) {
    case 'live':
      return isLive && !isTest;
    case 'testnet':
      return isTest && !isLive;
    case 'practice':
      return !restOf(live).has(hosts.rest) && !restOf(testnet).has(hosts.rest);
  }
}

type Sites = Readonly<Record<string, Hosts>> | null;

function isAmong(hosts: Hosts, sites: Sites): boolean {
  return Object.values(sites ?? {}).some((site) => nameOf(site) === nameOf(hosts));
}

function nameOf({ rest, headers }: Hosts): string {
  const told = Object.entries(headers).map(([name, value]) => `${name.toLowerCase()}:${value}`);
  return [rest, ...told.sort()].join('\n');
}

function restOf(sites: Sites): ReadonlySet<string> {
  return new Set(Object.values(sites ?? {}).map(({ rest }) => rest));
}
