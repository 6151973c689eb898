import type { Environment } from '../../../../shared/model/account.ts';
import type { Hosts } from '../definition.ts';

// Hosts: "Overview", "Production Trading Services" and "Demo Trading Services" (API v5 docs, 2026-08) and the change log
// of 2026-05-20. A key lives on the site that issued it and answers 50119 elsewhere, so hosts are never mixed.
// Port 8443 stopped taking connections on 2026-10-31 (announcement of 2026-09-30): sockets use 443, the default.
// Unverified for the EEA and US sites: their socket hosts come from client libraries, and that they answer on 443 is
// taken over from the global site. Where one does not, its accounts are watched over REST. They are fixed here all the
// same: a login carries the passphrase, so no setting and no file may name the host it goes to.

// The edge in front of the API was seen to refuse bare library names with 403.
const USER_AGENT = 'Mozilla/5.0 (compatible; Headroom)';

const liveHeaders = { 'user-agent': USER_AGENT } as const;
const demoHeaders = { ...liveHeaders, 'x-simulated-trading': '1' } as const;

function sockets(origin: string): Hosts['sockets'] {
  return {
    public: `${origin}/ws/v5/public`,
    private: `${origin}/ws/v5/private`,
    business: `${origin}/ws/v5/business`,
  };
}

const live: Readonly<Record<string, Hosts>> = {
  global: { rest: 'https://openapi.okx.com', sockets: sockets('wss://ws.okx.com'), headers: liveHeaders },
  eea: { rest: 'https://eea.okx.com', sockets: sockets('wss://wseea.okx.com'), headers: liveHeaders },
  us: { rest: 'https://us.okx.com', sockets: sockets('wss://wsus.okx.com'), headers: liveHeaders },
  // No socket host of the Turkish site is known: its accounts are watched over REST.
  tr: { rest: 'https://tr.okx.com', sockets: {}, headers: liveHeaders },
};

// Demo trading has the live REST hosts and sockets of its own.
const testnet: Readonly<Record<string, Hosts>> = {
  global: { rest: 'https://openapi.okx.com', sockets: sockets('wss://wspap.okx.com'), headers: demoHeaders },
  eea: { rest: 'https://eea.okx.com', sockets: sockets('wss://wseeapap.okx.com'), headers: demoHeaders },
  us: { rest: 'https://us.okx.com', sockets: sockets('wss://wsuspap.okx.com'), headers: demoHeaders },
};

function practice(restOrigin: string, socketOrigin: string): Hosts {
  return { rest: restOrigin, sockets: sockets(socketOrigin), headers: liveHeaders };
}

export const environments = { live, testnet, practice };

/** `env` of a status row; null where rows of both count. */
export function statusEnv(environment: Environment | undefined): '1' | '2' | null {
  if (environment === 'live') return '1';
  return environment === 'testnet' ? '2' : null;
}
