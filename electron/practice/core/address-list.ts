import { BlockList, isIP } from 'node:net';

/** True when one of the entries, addresses and CIDR networks, holds this address; entries that are neither hold none. */
export function holdsAddress(entries: readonly string[], address: string): boolean {
  const family = familyOf(address);
  if (family === null) return false;
  const list = new BlockList();
  for (const entry of entries) addEntry(list, entry);
  return list.check(address, family);
}

function addEntry(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const family = familyOf(address);
  if (family === null) return;
  if (prefix === undefined) list.addAddress(address, family);
  else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 'ipv4' ? 32 : 128))
    list.addSubnet(address, Number(prefix), family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address);
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6';
}
