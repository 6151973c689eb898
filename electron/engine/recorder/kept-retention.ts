import { RetentionSetting } from '../../../shared/model/storage.ts';
import type { Clock, Disposer } from '../ports.ts';
import { DEFAULT_RETENTION, keepRetention } from './retention.ts';
import type { Journal, Recorder, RetentionPolicy } from './types.ts';

const DAY_MS = 86_400_000;
const SETTING = 'retention';

const STANDARD: RetentionSetting = {
  keepDays: DEFAULT_RETENTION.maxAgeMs / DAY_MS,
  maxBytes: DEFAULT_RETENTION.maxBytes,
};

// A setting that cannot be read may have been a generous one: then too much is kept rather than too little.
const GENEROUS: RetentionSetting = { ...STANDARD, keepDays: 400 };

/** Keeps the request log as small as the user wants it; the wish is kept in the journal. */
export class KeptRetention {
  readonly #recorder: Pick<Recorder, 'prune'>;
  readonly #journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly #clock: Clock;
  /** Whether a kept setting could not be read when this began. */
  readonly isUnreadable: boolean;
  #setting: RetentionSetting;
  #stop: Disposer | null = null;

  constructor(recorder: Pick<Recorder, 'prune'>, journal: Pick<Journal, 'loadSetting' | 'saveSetting'>, clock: Clock) {
    this.#recorder = recorder;
    this.#journal = journal;
    this.#clock = clock;
    const text = journal.loadSetting(SETTING);
    const kept = text === null ? STANDARD : read(text);
    this.isUnreadable = kept === null;
    this.#setting = kept ?? GENEROUS;
  }

  get setting(): RetentionSetting {
    return this.#setting;
  }

  /** What the request log is to be pruned by, with another age where one is given. */
  policy(keepDays: number = this.#setting.keepDays): RetentionPolicy {
    return { maxAgeMs: keepDays * DAY_MS, maxBytes: this.#setting.maxBytes };
  }

  start(): Disposer {
    this.#stop ??= keepRetention(this.#recorder, this.policy(), this.#clock);
    return () => {
      this.#stop?.();
      this.#stop = null;
    };
  }

  /** Throws when the journal cannot keep it; the old one then stays. */
  change(setting: RetentionSetting): void {
    this.#journal.saveSetting(SETTING, JSON.stringify(setting));
    this.#setting = setting;
    if (this.#stop === null) return;
    this.#stop();
    this.#stop = keepRetention(this.#recorder, this.policy(), this.#clock);
  }
}

/** Null: it cannot be read. */
function read(text: string): RetentionSetting | null {
  try {
    return RetentionSetting.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
