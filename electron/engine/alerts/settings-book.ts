import type { z } from 'zod';
import { AlertSettings, QuietHours } from '../../../shared/model/alert.ts';
import type { Journal } from '../recorder/types.ts';

const SETTING = 'alert-settings';

const Kept = AlertSettings.omit({ rules: true });
export type KeptAlertSettings = z.infer<typeof Kept>;

const STANDARD: KeptAlertSettings = {
  quietHours: QuietHours.parse({ isOn: false, fromMinute: 22 * 60, untilMinute: 7 * 60, utcOffsetMinutes: 0 }),
  snoozedUntilMs: null,
  webhook: { isOn: false, url: '', hasSecret: false, lastResult: null, lastAtMs: null },
  notifications: true,
};

/** When and by which ways alerts are told, the same after every start. */
export class SettingsBook {
  readonly #journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  #kept: KeptAlertSettings;

  constructor(journal: Pick<Journal, 'loadSetting' | 'saveSetting'>) {
    this.#journal = journal;
    this.#kept = read(journal.loadSetting(SETTING));
  }

  get current(): KeptAlertSettings {
    return this.#kept;
  }

  /** Throws when it cannot be kept; what could not be kept stays as it was. */
  change(change: Partial<KeptAlertSettings>): void {
    const next = { ...this.#kept, ...change };
    this.#journal.saveSetting(SETTING, JSON.stringify(next));
    this.#kept = next;
  }
}

function read(text: string | null): KeptAlertSettings {
  try {
    return Kept.parse(JSON.parse(text ?? 'null') ?? STANDARD);
  } catch {
    return STANDARD;
  }
}
