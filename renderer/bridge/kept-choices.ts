import type { Bridge } from '../../shared/contract/client.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import { PageSettings } from '../../shared/model/page-settings.ts';
import { isTimeZone } from '../stores/preferences.ts';
import type { UiState, UiStore } from '../stores/ui.ts';
import type { Timers } from './timers.ts';

export interface KeptChoicesOptions {
  readonly ui: UiStore;
  readonly bridgeNow: () => Bridge | null;
  readonly timers: Timers;
  /** What was chosen holds on this page, but the host could not keep it. */
  readonly onNotKept: (failure: Failure) => void;
}

export interface KeptChoices {
  /** Takes over what the host keeps, and hands over what was chosen while it could not be heard. */
  begin(page: PageSettings): void;
  /** Another page chose something. */
  follow(page: PageSettings): void;
  /** Hands over at once, as before the page goes away. */
  flush(): void;
}

type Choices = Partial<PageSettings>;

/** Choices made in one go are written in one go. */
const WRITE_AFTER_MS = 300;
const NAMES = PageSettings.keyof().options;

/** Keeps the choices of this page in its host: every change of the store is written, and what other pages wrote is taken over. */
export function keepChoices({ ui, bridgeNow, timers, onNotKept }: KeptChoicesOptions): KeptChoices {
  let unsent: Choices = {};
  let sending: Choices | null = null;
  let isTaking = false;
  let cancel: (() => void) | null = null;

  ui.subscribe((now, before) => {
    const changed = NAMES.filter((name) => now[name] !== before[name]);
    if (isTaking || changed.length === 0) return;
    unsent = { ...unsent, ...only(now, changed) };
    cancel?.();
    cancel = timers.after(WRITE_AFTER_MS, () => void write());
  });

  async function write(): Promise<void> {
    cancel?.();
    cancel = null;
    const bridge = bridgeNow();
    if (bridge === null || sending !== null || Object.keys(unsent).length === 0) return;
    sending = unsent;
    unsent = {};
    const result = await bridge.call('settings.set', { page: sending });
    const sent = sending;
    sending = null;
    // What was chosen since goes out as well; what a lost host never had waits for the next one.
    if (result.ok) return write();
    if (result.failure.kind === 'unavailable') unsent = { ...sent, ...unsent };
    else onNotKept(result.failure);
  }

  /** What was chosen here and is still on its way is newer than what the host tells. */
  function take(page: PageSettings, names: readonly (keyof PageSettings)[]): void {
    const own: Choices = { ...sending, ...unsent };
    const told = only(
      page,
      names.filter((name) => !(name in own)),
    );
    isTaking = true;
    ui.setState(told.zone === undefined || isKnown(told.zone) ? told : { ...told, zone: 'system' });
    isTaking = false;
  }

  return {
    begin(page) {
      take(page, NAMES);
      void write();
    },
    // Two pages beside each other may well show different spans.
    follow: (page) =>
      take(
        page,
        NAMES.filter((name) => name !== 'chartSpanMs'),
      ),
    flush: () => void write(),
  };
}

function only(state: PageSettings | UiState, names: readonly (keyof PageSettings)[]): Choices {
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

/** Browsers differ in the zones they know; the choice stays kept for those that do. */
function isKnown(zone: string): boolean {
  return zone === 'system' || isTimeZone(zone);
}
