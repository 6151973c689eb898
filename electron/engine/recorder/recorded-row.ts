import { z } from 'zod';
import type { Environment } from '../../../shared/model/account.ts';
import { ActivityRow } from '../../../shared/model/activity.ts';
import { RowCharge, RowParam, RowReading } from '../../../shared/model/activity-query.ts';

/** What is kept of one attempt beside its row. The lists are bounded, so that no answer can make a row large. */
export const MAX_ROW_CHARGES = 64;
export const MAX_ROW_READINGS = 32;
export const MAX_ROW_PARAMS = 24;

/** A row as it is stored. */
export const StoredRow = ActivityRow.extend({
  /** The heaviest first. */
  charges: z.array(RowCharge).max(MAX_ROW_CHARGES).optional(),
  readings: z.array(RowReading).max(MAX_ROW_READINGS).optional(),
  params: z.array(RowParam).max(MAX_ROW_PARAMS).optional(),
});
export type StoredRow = z.infer<typeof StoredRow>;

/** A row as it is recorded: its id is given then. Its account names the environment afterwards. */
export type RecordedRow = Omit<StoredRow, 'id'> & { readonly environment?: Environment };
