/** `stalled`: 1 where this computer itself was held up while the answer came. */
export const activityMigration3 = 'ALTER TABLE rows ADD COLUMN stalled INTEGER NOT NULL DEFAULT 0';
