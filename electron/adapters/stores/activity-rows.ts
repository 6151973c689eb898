import type { SQLOutputValue } from 'node:sqlite';
import { ActivityRow, outcomes } from '../../../shared/model/activity.ts';
import type { Names } from './names.ts';

/** A stored row in the app's own form; null when it does not have it. */
export function readRow(row: Record<string, SQLOutputValue>, names: Names): ActivityRow | null {
  const text = (column: string): string => names.textOf(Number(row[column]));
  const orNull = (column: string): number | null => (row[column] === null ? null : Number(row[column]));
  const read = ActivityRow.safeParse({
    id: Number(row['id']),
    atMs: Number(row['at_ms']),
    kind: text('kind'),
    exchange: text('exchange'),
    account: text('account'),
    caller: text('caller'),
    endpoint: text('endpoint'),
    lane: text('lane'),
    cost: Number(row['cost']),
    bucket: text('bucket'),
    waitedMs: Number(row['waited_ms']),
    connectMs: Number(row['connect_ms']),
    firstByteMs: Number(row['first_byte_ms']),
    bodyMs: Number(row['body_ms']),
    exchangeMs: orNull('exchange_ms'),
    status: orNull('status'),
    code: row['code'] === null ? null : text('code'),
    attempt: Number(row['attempt']),
    outcome: outcomes[Number(row['outcome'])],
    ...(Number(row['stalled']) === 1 ? { isStalled: true } : {}),
    bucketKey: row['charges'] === null ? undefined : bucketKeyIn(text('charges')),
  });
  return read.success ? read.data : null;
}

// The list of charges begins with the heaviest, its key first: no need to read the rest.
function bucketKeyIn(charges: string): string | undefined {
  return /^\[\["([^"\\]*)"/.exec(charges)?.[1];
}
