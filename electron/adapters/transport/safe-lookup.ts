import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIPv6 } from 'node:net';

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}
notPublic.addAddress('::1', 'ipv6');
notPublic.addAddress('::', 'ipv6');
notPublic.addSubnet('fc00::', 7, 'ipv6');
notPublic.addSubnet('fe80::', 10, 'ipv6');
notPublic.addSubnet('ff00::', 8, 'ipv6');

/** True for loopback, link-local, private and multicast addresses, also when written as IPv4 within IPv6. */
export function isPrivateAddress(address: string, family: number): boolean {
  return notPublic.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

type LookupDone = (error: NodeJS.ErrnoException | null, address: LookupAddress[] | string, family?: number) => void;
type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for hosts of real exchanges: an answer that points into this machine or its network is refused. Answers with
 * one address or with all, as the socket asks for.
 */
export function publicLookupWith(resolve: Resolve) {
  return (hostname: string, options: LookupOptions, done: LookupDone): void => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      const [first] = addresses;
      if (first === undefined) return done(refusal('ENOTFOUND', hostname), []);
      const isSafe = addresses.every(({ address, family }) => !isPrivateAddress(address, family));
      if (!isSafe) return done(refusal('EPRIVATEADDRESS', hostname), []);
      if (options.all === true) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

export const publicLookup = publicLookupWith(lookup);

/** True for a host that is this machine, written as an address. */
export function isLoopbackHost(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIPv6(address) ? address === '::1' : /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}

function refusal(code: string, hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} does not resolve to a public address`), { code });
}
