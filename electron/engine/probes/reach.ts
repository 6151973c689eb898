import type { Connection } from '../../../shared/model/host.ts';

/** What keeps us from an exchange: nothing known, our own network, or the exchange. */
export type Reach = 'ok' | 'unknown' | 'offline' | 'down' | 'maintenance' | 'firewall';

/** Codes of the system that say that there is no way out of this machine, or no names are found. */
const NO_NETWORK = /^(ENETUNREACH|ENETDOWN|EAI_AGAIN|ENOTFOUND|EADDRNOTAVAIL|EHOSTUNREACH)\b/;

/**
 * What each connection's state means beside the others. One exchange that does not answer is down while another does;
 * when none answers it is the network. With a single one, only the system's own word tells.
 */
export function judgeReach(connections: readonly Connection[]): readonly Reach[] {
  const known = connections.filter(({ state }) => state !== 'connecting');
  const lost = known.filter(({ state }) => state === 'unreachable');
  const exchanges = new Set(lost.map(({ exchange }) => exchange));
  const isAllLost = known.length > 0 && lost.length === known.length;
  const isOffline = isAllLost && (exchanges.size > 1 || lost.every(({ detail }) => NO_NETWORK.test(detail ?? '')));
  return connections.map((connection) => reachOf(connection, isOffline));
}

function reachOf({ state, detail }: Connection, isOffline: boolean): Reach {
  switch (state) {
    case 'connecting':
      return 'unknown';
    case 'ok':
      return 'ok';
    case 'maintenance':
      return 'maintenance';
    case 'unreachable':
      return isOffline ? 'offline' : 'down';
    case 'bad-reply':
      return detail?.includes('firewall') === true ? 'firewall' : 'down';
  }
}
