import type { KeyFacts } from '../../../../shared/model/key.ts';
import type { GrantDrift } from '../../../../shared/model/vault.ts';
import { merged } from './matrix.ts';

type Change = GrantDrift['changes'][number];

/**
 * What a key may do more, less or from elsewhere than at the check before; null when nothing is. Silence of the exchange
 * is no change: a right that appears as not granted, or a restriction no longer told. A right that was granted and is
 * not named any more has gone.
 */
export function driftOf(before: KeyFacts, after: KeyFacts, nowMs: number): GrantDrift | null {
  const changes = changesOf(before, after);
  const ipRestriction = restrictionChange(before.ipRestriction, after.ipRestriction);
  return changes.length === 0 && ipRestriction === null ? null : { atMs: nowMs, changes, ipRestriction };
}

function changesOf(before: KeyFacts, after: KeyFacts): Change[] {
  const [from, to] = [grantedOf(before), grantedOf(after)];
  const rights = new Map([...from, ...to]);
  return [...rights].flatMap(([id, { name, grant }]) => {
    const change = { name, grant, from: from.get(id)?.isGranted ?? null, to: to.get(id)?.isGranted ?? null };
    const isChanged = (change.from === true) !== (change.to === true);
    return isChanged ? [change] : [];
  });
}

function grantedOf({ grants }: KeyFacts): ReadonlyMap<string, KeyFacts['grants'][number]> {
  const byId = Map.groupBy(grants, ({ name, grant }) => `${grant} ${name}`);
  return new Map(
    [...byId].flatMap(([id, rows]) =>
      rows.slice(0, 1).map((row) => [id, { ...row, isGranted: merged(rows) }] as const),
    ),
  );
}

function restrictionChange(
  before: KeyFacts['ipRestriction'],
  after: KeyFacts['ipRestriction'],
): GrantDrift['ipRestriction'] {
  if (before.kind === 'unknown' || after.kind === 'unknown') return null;
  if (before.kind === 'list' && after.kind === 'list' && (before.addresses === null || after.addresses === null))
    return null;
  const [from, to] = [restrictionText(before), restrictionText(after)];
  return from === to ? null : { from, to };
}

/** `none`, `list` where the addresses are not shown, or the addresses in order, joined by a comma and a space. */
function restrictionText(restriction: KeyFacts['ipRestriction']): string {
  if (restriction.kind !== 'list') return restriction.kind;
  return restriction.addresses === null ? 'list' : [...new Set(restriction.addresses)].sort().join(', ');
}
