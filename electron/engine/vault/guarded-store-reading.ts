import { joined, readHead, secondName } from './guarded-store-items.ts';
import type { RawRead } from './guarded-store-ports.ts';

const NONE: RawRead = { kind: 'none' };

/** The value under a name, of one item or two. An item that is not ours, or torn, counts as none and stays there. */
export async function readValue(name: string, surely: (name: string) => Promise<RawRead>): Promise<RawRead> {
  const item = await surely(name);
  if (item.kind !== 'value') return item;
  const head = readHead(item.value);
  if (head === null) return NONE;
  if (head.kind === 'whole') return { kind: 'value', value: head.value };
  const second = await surely(secondName(name, head.generation));
  if (second.kind !== 'value') return second;
  const value = joined(head, second.value);
  return value === null ? NONE : { kind: 'value', value };
}
