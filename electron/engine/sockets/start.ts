import type { Account } from '../../../shared/model/account.ts';
import type { Disposer } from '../ports.ts';
import { probePartNames } from '../probes/part-names-probe.ts';
import { connectFeed } from './feed.ts';
import type { SocketPorts } from './ports.ts';

/** Connects the private feed of every account that has a key, and learns the names instruments go by. */
export function startSockets(accounts: readonly Account[], ports: SocketPorts): Disposer {
  const disposers = [
    ...onePerRealm(accounts).map((account) => probePartNames(account, ports.client, ports.clock)),
    ...accounts.filter((account) => hasKey(account, ports)).map((account) => connectFeed(account, ports)),
  ];
  return () => {
    for (const dispose of disposers.splice(0)) dispose();
  };
}

function hasKey(account: Account, { client }: SocketPorts): boolean {
  const peer = client.peers.of(account);
  return peer.ok && peer.value.credential().ok;
}

function onePerRealm(accounts: readonly Account[]): readonly Account[] {
  return [...new Map(accounts.map((account) => [`${account.exchange}/${account.environment}`, account])).values()];
}
