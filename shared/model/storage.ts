import { z } from 'zod';

/** What the stores hold and take on disk. */
export const StorageStats = z.object({
  /** The request log and its own logs, bytes on disk. */
  activityBytes: z.number(),
  /** Of them, bytes that hold something. */
  activityLiveBytes: z.number(),
  journalBytes: z.number(),
  rows: z.number().int(),
  oldestRowAtMs: z.number().nullable(),
  newestRowAtMs: z.number().nullable(),
});
export type StorageStats = z.infer<typeof StorageStats>;

const MIB = 1024 ** 2;

/** How long and how much of the request log is kept; whichever is reached first. */
export const RetentionSetting = z.object({
  keepDays: z.number().int().min(1).max(400),
  maxBytes: z
    .number()
    .int()
    .min(64 * MIB)
    .max(1024 ** 2 * MIB),
});
export type RetentionSetting = z.infer<typeof RetentionSetting>;

/** What the user chose, kept in the journal. */
export const Settings = z.object({ retention: RetentionSetting });
export type Settings = z.infer<typeof Settings>;
