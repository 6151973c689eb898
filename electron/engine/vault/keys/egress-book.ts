import { z } from 'zod';
import { EgressAddress } from '../../../../shared/model/vault.ts';
import type { Clock } from '../../ports.ts';
import type { Journal } from '../../recorder/types.ts';

const SETTING = 'egress-addresses';

/** From which address the exchanges see us, as an exchange or the user said; nobody else is ever asked. */
export class EgressBook {
  readonly #journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly #clock: Clock;
  readonly #known: Map<string, EgressAddress>;

  constructor(journal: Pick<Journal, 'loadSetting' | 'saveSetting'>, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
    this.#known = new Map(read(journal.loadSetting(SETTING)).map((address) => [address.egress, address]));
  }

  list(): EgressAddress[] {
    return [...this.#known.values()];
  }

  addressOf(egress: string): string | null {
    return this.#known.get(egress)?.address ?? null;
  }

  /** Throws when it cannot be kept. */
  note(egress: string, address: string | null, source: 'exchange' | 'user'): EgressAddress {
    const noted: EgressAddress = {
      egress,
      address,
      source: address === null ? 'none' : source,
      atMs: address === null ? null : this.#clock.now(),
    };
    const known = new Map(this.#known).set(egress, noted);
    this.#journal.saveSetting(SETTING, JSON.stringify([...known.values()]));
    this.#known.set(egress, noted);
    return noted;
  }
}

function read(text: string | null): EgressAddress[] {
  try {
    return z.array(EgressAddress).parse(JSON.parse(text ?? '[]'));
  } catch {
    return [];
  }
}
