import type { KeyFacts } from '../../../../shared/model/key.ts';

/** Addresses from `low` to `high`, both included, as numbers of their family. */
interface AddressRange {
  readonly family: 4 | 6;
  readonly low: bigint;
  readonly high: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;
const MAPPED = 0xffffn << 32n;
const MAPPED_BITS = 96;

/**
 * Whether an address is let in by a key's list: addresses, and networks in CIDR form, of both families (OKX "API key
 * security", 2026-08; Kraken fast API key, 2026-05). An IPv4 address inside IPv6 counts as that IPv4 address. Null where
 * it cannot be told: no address, no list shown, or no entry fits while one of them cannot be read.
 */
export function isListed(restriction: KeyFacts['ipRestriction'], address: string | null): boolean | null {
  if (restriction.kind === 'none') return true;
  const own = address === null ? null : readRange(address);
  if (restriction.kind === 'unknown' || restriction.addresses === null || own === null || own.low !== own.high)
    return null;
  const ranges = restriction.addresses.map(readRange);
  if (ranges.some((range) => range !== null && isWithin(own, range))) return true;
  return ranges.includes(null) ? null : false;
}

function isWithin(own: AddressRange, range: AddressRange): boolean {
  return own.family === range.family && own.low >= range.low && own.low <= range.high;
}

/** Reads `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1`, `2001:db8::/32`; null for anything else. */
export function readRange(text: string): AddressRange | null {
  const [addressText = '', prefixText, ...rest] = text.trim().split('/');
  if (rest.length > 0) return null;
  const family = addressText.includes(':') ? 6 : 4;
  const value = family === 6 ? readIpv6(addressText) : readIpv4(addressText);
  const prefix = prefixText === undefined ? BITS[family] : readPrefix(prefixText, BITS[family]);
  if (value === null || prefix === null) return null;
  const isMapped = family === 6 && prefix >= MAPPED_BITS && value >> 32n === 0xffffn;
  return isMapped ? rangeOf(4, value - MAPPED, prefix - MAPPED_BITS) : rangeOf(family, value, prefix);
}

function rangeOf(family: 4 | 6, value: bigint, prefix: number): AddressRange {
  const hostBits = BigInt(BITS[family] - prefix);
  const low = (value >> hostBits) << hostBits;
  return { family, low, high: low + (1n << hostBits) - 1n };
}

function readPrefix(text: string, bits: number): number | null {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= bits ? Number(text) : null;
}

// A leading zero means octal to some and decimal to others, so such an address is none.
function readIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

const GROUPS = 8;

function readIpv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, index) => readGroups(half, index === halves.length - 1));
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === GROUPS ? numberOf(head) : null;
  const missing = GROUPS - head.length - tail.length;
  return missing < 1 ? null : numberOf([...head, ...Array<bigint>(missing).fill(0n), ...tail]);
}

// The last two groups may be written as an IPv4 address.
function readGroups(text: string, isLast: boolean): readonly bigint[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const dotted = isLast && parts.at(-1)?.includes('.') === true ? readIpv4(parts.pop() ?? '') : undefined;
  if (dotted === null || !parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return null;
  const groups = parts.map((part) => BigInt(`0x${part}`));
  return dotted === undefined ? groups : [...groups, dotted >> 16n, dotted & 0xffffn];
}

function numberOf(groups: readonly bigint[]): bigint {
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}
