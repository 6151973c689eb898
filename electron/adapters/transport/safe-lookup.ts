import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { BlockList } from 'node:net';

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}
notPublic.addAddress('::1', 'ipv6');
notPublic.addAddress('::', 'ipv6');
notPublic.addSubnet('fc00::', 7, 'ipv6');
notPublic.addSubnet('fe80::', 10, 'ipv6');

/** True for loopback, link-local and private addresses, also when written as IPv4 within IPv6. */
export function isPrivateAddress(address: string, family: number): boolean {
  return notPublic.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

type LookupDone = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** Resolves a host of a real exchange; an answer that points into this machine or its network is refused. */
export function publicLookup(hostname: string, options: LookupAllOptions, done: LookupDone): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, []);
    const isSafe = addresses.every(({ address, family }) => !isPrivateAddress(address, family));
    if (isSafe) return done(null, addresses);
    done(new Error(`${hostname} resolves to a private address`), []);
  });
}
