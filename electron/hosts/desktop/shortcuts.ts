import type { ElectronApi } from './electron-api.ts';
import type { ShellSettings } from './shell-settings.ts';

/** Heard whichever program is in front. Four keys each: nothing that is pressed by accident. */
export const SHORTCUTS = {
  halt: 'CommandOrControl+Alt+Shift+H',
  newOrder: 'CommandOrControl+Alt+Shift+N',
} as const;
export type ShortcutId = keyof typeof SHORTCUTS;
const IDS = Object.keys(SHORTCUTS) as ShortcutId[];

/** `taken`: another program has it, or this desktop hands none out. */
export type ShortcutState = 'off' | 'ready' | 'taken';
export type ShortcutStates = Readonly<Record<ShortcutId, ShortcutState>>;

export function wantedShortcuts(settings: ShellSettings): Readonly<Record<ShortcutId, boolean>> {
  return { halt: settings.haltShortcut, newOrder: settings.newOrderShortcut };
}

/** Takes and gives back shortcuts as they are wanted, and says what became of each. */
export class Shortcuts {
  readonly #electron: Pick<ElectronApi, 'globalShortcut'>;
  readonly #acts: Readonly<Record<ShortcutId, () => void>>;
  #states: ShortcutStates = { halt: 'off', newOrder: 'off' };

  constructor(electron: Pick<ElectronApi, 'globalShortcut'>, acts: Readonly<Record<ShortcutId, () => void>>) {
    this.#electron = electron;
    this.#acts = acts;
  }

  get states(): ShortcutStates {
    return this.#states;
  }

  apply(wanted: Readonly<Record<ShortcutId, boolean>>): ShortcutStates {
    this.#states = Object.fromEntries(IDS.map((id) => [id, this.#bring(id, wanted[id])])) as ShortcutStates;
    return this.#states;
  }

  #bring(id: ShortcutId, isWanted: boolean): ShortcutState {
    const { globalShortcut } = this.#electron;
    if (isWanted && this.#states[id] === 'ready') return 'ready';
    if (isWanted) return globalShortcut.register(SHORTCUTS[id], this.#acts[id]) ? 'ready' : 'taken';
    if (this.#states[id] === 'ready') globalShortcut.unregister(SHORTCUTS[id]);
    return 'off';
  }
}
