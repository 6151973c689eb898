import { z } from 'zod';
import { AccountId } from './account.ts';
import { PageSettings } from './page-settings.ts';

/** Where everything is kept on this computer. */
export const DataFolderFacts = z.object({
  path: z.string(),
  /** A store and the logs beside it count as one; largest first. */
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
});
export type DataFolderFacts = z.infer<typeof DataFolderFacts>;

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
  /** Null: this host keeps nothing on disk. */
  folder: DataFolderFacts.nullable(),
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

/** Verification levels of Kraken; `unknown` is taken for the lowest until the exchange tells more. */
export const tiers = ['unknown', 'starter', 'intermediate', 'pro'] as const;
export const Tier = z.enum(tiers);
export type Tier = z.infer<typeof Tier>;

/** By account; one that is missing is unknown. */
export const AccountTiers = z.record(AccountId, Tier);
export type AccountTiers = z.infer<typeof AccountTiers>;

/** What the user chose, kept in the journal. */
export const Settings = z.object({ retention: RetentionSetting, page: PageSettings, tiers: AccountTiers });
export type Settings = z.infer<typeof Settings>;

/** What is to be different; all else stays, so that two pages changing different things both have their way. */
export const SettingsChange = z.object({
  retention: RetentionSetting.optional(),
  page: PageSettings.partial().optional(),
  tiers: AccountTiers.optional(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;
