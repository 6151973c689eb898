import type { Bucket } from '../../../shared/model/bucket.ts';
import { bucketKey } from '../limiter/keys.ts';
import type { Holder, Realm } from '../limiter/types.ts';

interface KeptKeys {
  readonly realm: Realm;
  readonly byBucket: Map<Bucket, Map<string | null, string>>;
}

const keptKeys = new WeakMap<Holder, KeptKeys>();
/** Parts come from requests, and a bot may name any. */
const MOST_PARTS = 2_000;

/** `bucketKey`, kept per holder: a call needs the same few keys again and again, and a fresh text is hashed anew each time. */
export function keyOf(realm: Realm, bucket: Bucket, part: string | null, holder: Holder): string {
  const kept = keysOf(realm, holder);
  if (kept === null) return bucketKey(realm, bucket, part, holder);
  const parts = kept.get(bucket);
  const found = parts?.get(part);
  if (found !== undefined) return found;
  const key = bucketKey(realm, bucket, part, holder);
  if (parts === undefined) kept.set(bucket, new Map([[part, key]]));
  else {
    if (parts.size >= MOST_PARTS) parts.clear();
    parts.set(part, key);
  }
  return key;
}

function keysOf(realm: Realm, holder: Holder): KeptKeys['byBucket'] | null {
  const kept = keptKeys.get(holder);
  if (kept !== undefined) return kept.realm === realm ? kept.byBucket : null;
  const byBucket: KeptKeys['byBucket'] = new Map();
  keptKeys.set(holder, { realm, byBucket });
  return byBucket;
}
