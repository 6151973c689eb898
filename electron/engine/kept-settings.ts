import { type PageSettings, readPageSettings } from '../../shared/model/page-settings.ts';
import type { AccountId } from '../../shared/model/account.ts';
import { AccountTiers, type Settings, type SettingsChange } from '../../shared/model/storage.ts';
import type { KeptRetention } from './recorder/kept-retention.ts';
import type { Journal } from './recorder/types.ts';

const PAGE = 'page';
const TIERS = 'tiers';

/** What the user chose, the same for every page of this host and after every start. */
export class KeptSettings {
  /** What was kept but could not be read, by name; the standard stands in for it until it is chosen anew. */
  readonly unreadable: readonly string[];
  readonly #retention: KeptRetention;
  readonly #journal: Pick<Journal, 'saveSetting'>;
  readonly #onTiers: (accounts: readonly AccountId[]) => void;
  #page: PageSettings;
  #tiers: AccountTiers;

  /** `onTiers` is told of which accounts another tier was chosen. */
  constructor(
    retention: KeptRetention,
    journal: Pick<Journal, 'loadSetting' | 'saveSetting'>,
    onTiers: (accounts: readonly AccountId[]) => void = () => undefined,
  ) {
    const { page, unreadable } = readPageSettings(parsed(journal.loadSetting(PAGE)));
    const tiers = AccountTiers.safeParse(parsed(journal.loadSetting(TIERS)));
    this.#tiers = tiers.data ?? {};
    this.#onTiers = onTiers;
    this.#retention = retention;
    this.#journal = journal;
    this.#page = page;
    this.unreadable = [
      ...(retention.isUnreadable ? ['retention'] : []),
      ...unreadable,
      ...(tiers.success ? [] : [TIERS]),
    ];
  }

  get current(): Settings {
    return { retention: this.#retention.setting, page: this.#page, tiers: this.#tiers };
  }

  /** Throws when the journal cannot keep it; what could not be kept stays as it was. */
  change({ retention, page, tiers }: SettingsChange): Settings {
    if (tiers !== undefined) this.#changeTiers(tiers);
    if (page !== undefined) {
      const next = { ...this.#page, ...chosenOf(page) };
      this.#journal.saveSetting(PAGE, JSON.stringify(next));
      this.#page = next;
    }
    if (retention !== undefined) this.#retention.change(retention);
    return this.current;
  }

  #changeTiers(chosen: AccountTiers): void {
    const next = { ...this.#tiers, ...chosen };
    this.#journal.saveSetting(TIERS, JSON.stringify(next));
    this.#tiers = next;
    this.#onTiers(Object.keys(chosen));
  }
}

/** Nothing kept is an empty choice; a text that is no JSON is none at all. */
function parsed(text: string | null): unknown {
  if (text === null) return {};
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A member named but left undefined chooses nothing. */
function chosenOf(change: NonNullable<SettingsChange['page']>): Partial<PageSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
