import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import type { Abilities } from './abilities.ts';
import type { TrayState } from './drawing/glyphs.ts';
import { type TrayInk, trayImage } from './drawing/tray-image.ts';
import type { ElectronApi } from './electron-api.ts';

export interface TrayView {
  readonly state: TrayState;
  readonly tooltip: string;
  readonly menu: readonly MenuItemConstructorOptions[];
}

export interface TrayOptions {
  readonly abilities: Pick<Abilities, 'trayInk' | 'trayClick'>;
  readonly onOpen: () => void;
  /** The menu is looked at from now on, or no longer. */
  readonly onMenu: (isOpen: boolean) => void;
}

/** The icon by the clock. It draws what it is shown and asks nobody; what did not change is not drawn again. */
export class TrayIcon {
  readonly #electron: Pick<ElectronApi, 'Menu' | 'nativeImage' | 'nativeTheme'>;
  readonly #options: TrayOptions;
  readonly #tray: Tray;
  #drawn = { image: '', tooltip: '', menu: '' };
  #isMenuOpen = false;

  /** Throws where the system gives no place for one. */
  constructor(electron: Pick<ElectronApi, 'Menu' | 'Tray' | 'nativeImage' | 'nativeTheme'>, options: TrayOptions) {
    this.#electron = electron;
    this.#options = options;
    this.#tray = new electron.Tray(trayImage(electron, 'calm', this.#ink()));
    this.#drawn.image = `calm ${this.#ink()}`;
    if (options.abilities.trayClick === 'window') this.#tray.on('click', options.onOpen);
  }

  get isMenuOpen(): boolean {
    return this.#isMenuOpen;
  }

  show({ state, tooltip, menu }: TrayView): void {
    if (this.#tray.isDestroyed()) return;
    const ink = this.#ink();
    if (this.#isNew('image', `${state} ${ink}`)) this.#tray.setImage(trayImage(this.#electron, state, ink));
    if (this.#isNew('tooltip', tooltip)) this.#tray.setToolTip(tooltip);
    if (this.#isNew('menu', signatureOf(menu))) this.#tray.setContextMenu(this.#watched(menu));
  }

  destroy(): void {
    if (!this.#tray.isDestroyed()) this.#tray.destroy();
  }

  #isNew(part: 'image' | 'tooltip' | 'menu', wanted: string): boolean {
    if (this.#drawn[part] === wanted) return false;
    this.#drawn[part] = wanted;
    return true;
  }

  #watched(template: readonly MenuItemConstructorOptions[]): Menu {
    const menu = this.#electron.Menu.buildFromTemplate([...template]);
    menu.on('menu-will-show', () => this.#look(true));
    menu.on('menu-will-close', () => this.#look(false));
    return menu;
  }

  #look(isOpen: boolean): void {
    this.#isMenuOpen = isOpen;
    this.#options.onMenu(isOpen);
  }

  #ink(): TrayInk {
    if (this.#options.abilities.trayInk === 'template') return 'template';
    return this.#electron.nativeTheme.shouldUseDarkColors ? 'on-dark' : 'on-light';
  }
}

/** Everything of a menu that can be seen. */
function signatureOf(menu: readonly MenuItemConstructorOptions[]): string {
  return JSON.stringify(
    menu.map(({ label, enabled, checked, type, submenu }) => [
      label,
      enabled,
      checked,
      type,
      Array.isArray(submenu) ? signatureOf(submenu) : null,
    ]),
  );
}
