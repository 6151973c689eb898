import type { BrowserWindow, MenuItemConstructorOptions } from 'electron';
import type { AccountId } from '../../../shared/model/account.ts';
import type { Alert } from '../../../shared/model/alert.ts';
import type { App } from '../common/app.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { Badge } from './badge.ts';
import { deskWord, notYet, stillRunning } from './shell-words.ts';
import { say } from './say.ts';
import { notifierFor } from './alert-bridge.ts';
import type { ElectronApi } from './electron-api.ts';
import { askEngine } from './engine-line.ts';
import { type LoginStartOptions, setLoginStart } from './login-start.ts';
import { type MenuPage, menuText } from './menu-text.ts';
import { optionItems } from './options-menu.ts';
import type { PagePlace } from './page-address.ts';
import { Repainter } from './repainter.ts';
import { ShellFeed } from './shell-feed.ts';
import { ShellChoices } from './shell-settings.ts';
import { Shortcuts, SHORTCUTS, wantedShortcuts } from './shortcuts.ts';
import { followSleep } from './sleep.ts';
import { NO_FACTS, type ShellFacts, trayStateOf } from './tray-facts.ts';
import { deskItems, type ShellActs, trayMenuTemplate } from './tray-menu.ts';
import { TrayIcon } from './tray.ts';
import { tooltipOf } from './tray-words.ts';

export interface ShellOptions {
  readonly platform: NodeJS.Platform;
  readonly folder: string;
  readonly login: Pick<LoginStartOptions, 'program' | 'configFolder'>;
  /** Whether a desktop that may have no icons has them. */
  readonly hasTrayHost: () => Promise<boolean>;
  readonly open: (place: PagePlace | null) => void;
  readonly window: () => BrowserWindow | null;
  /** The menu bar shows choices too. */
  readonly onChoices: () => void;
  /** To the user, once for each thing that cannot be had here. */
  readonly complain: (line: string) => void;
  /** Wall time. */
  readonly wallMs: () => number;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** Everything of the desktop around the window: icon, notifications, badge, shortcuts, start at login, sleep. */
export class Shell {
  readonly #electron: ElectronApi;
  readonly #options: ShellOptions;
  readonly #abilities: Abilities;
  readonly #choices: ShellChoices;
  readonly #shortcuts: Shortcuts;
  readonly #badge: Badge;
  readonly #repainter: Repainter;
  readonly #acts: ShellActs;
  #tray: TrayIcon | null = null;
  #app: App | null = null;
  #feed: ShellFeed | null = null;
  #drawnHalt: string | null = null;
  #isQuitting = false;
  #startsAtLogin = false;

  constructor(electron: ElectronApi, options: ShellOptions) {
    this.#electron = electron;
    this.#options = options;
    this.#abilities = abilitiesOf(options.platform);
    this.#choices = new ShellChoices(options.folder, () => this.#chosen());
    this.#badge = new Badge(electron, this.#abilities);
    this.#repainter = new Repainter({ ...options, paint: () => void this.#paint() });
    const at = (page: MenuPage, part: PagePlace['part'] = null): void => options.open({ page, part });
    this.#acts = {
      openPage: (page) => at(page),
      newOrder: () => at('orders', 'new'),
      halt: () => void this.#halt(),
      resume: () => at('orders'),
      quit: () => electron.app.quit(),
    };
    this.#shortcuts = new Shortcuts(electron, { halt: this.#acts.halt, newOrder: this.#acts.newOrder });
    electron.app.on('before-quit', () => {
      this.#isQuitting = true;
    });
  }

  get hasTray(): boolean {
    return this.#tray !== null;
  }

  get hasNotifications(): boolean {
    return this.#electron.Notification.isSupported();
  }

  /** The last window's end is not the app's. */
  get livesWithoutWindow(): boolean {
    return this.#abilities.livesWithoutWindow;
  }

  /** Closing hides the window: it can be brought back, it is wanted, and the app is not on its way out. */
  mayHide(): boolean {
    return this.hasTray && this.#choices.now.closeToTray && !this.#isQuitting;
  }

  /** Says, the first time, where the window went. */
  wasHidden(): void {
    if (this.#choices.now.wasToldOfTray) return;
    this.#choices.set({ wasToldOfTray: true });
    say(this.#electron, stillRunning());
  }

  choices(): MenuItemConstructorOptions[] {
    return optionItems({
      settings: this.#choices.now,
      shortcuts: this.#shortcuts.states,
      hasTray: this.hasTray,
      canStartAtLogin: this.#electron.app.isPackaged,
      set: (change) => this.#choices.set(change),
    });
  }

  /** Puts the icon up where there is a place for one. Says once what cannot be had here. */
  async begin(): Promise<void> {
    if (this.#abilities.tray === 'sure' || (await this.#options.hasTrayHost())) this.#putUp();
    if (!this.hasTray)
      this.#options.complain('This desktop has no tray, so closing the window ends Headroom as it always does.');
    if (!this.hasNotifications)
      this.#options.complain('This system shows no notifications, so alerts are on the Alerts page and counted.');
    this.#chosen();
  }

  /** From here on it draws what the engine says, and acts on it. */
  attach(app: App): void {
    this.#app = app;
    followSleep(this.#electron, app);
    const { complain, wallMs, waitMs } = this.#options;
    const openAlert = (alert: Alert | null): void =>
      this.#options.open({ page: 'alerts', part: alert === null ? null : (alert.id as `alert-${string}`) });
    const labelOf = (id: AccountId): string | null => this.#feed?.labelOf(id) ?? null;
    const notifier = this.hasNotifications
      ? notifierFor(this.#electron, { engine: app.engine, labelOf, openAlert, complain, wallMs, waitMs })
      : null;
    this.#feed = new ShellFeed({
      engine: app.engine,
      wallMs,
      onChange: () => this.#repainter.request(),
      onWording: () => this.#options.onChoices(),
      onAlert: (alert) => notifier?.raise(alert),
      onAlertsChanged: (alerts) => notifier?.changed(alerts),
    });
    const stop = this.#feed.start();
    this.#electron.app.once('will-quit', () => {
      stop();
      this.#electron.globalShortcut.unregisterAll();
      this.#tray?.destroy();
    });
  }

  #putUp(): void {
    try {
      this.#tray = new TrayIcon(this.#electron, {
        abilities: this.#abilities,
        onOpen: () => this.#options.open(null),
        onMenu: () => this.#repainter.request(),
      });
      this.#electron.nativeTheme.on('updated', () => this.#repainter.request());
    } catch {
      // A desktop that promised a place and has none: as without one.
    }
  }

  /** Settings are in force: shortcuts taken or given back, the login item set, menus written anew. */
  #chosen(): void {
    const { now } = this.#choices;
    const before = this.#shortcuts.states;
    const after = this.#shortcuts.apply(wantedShortcuts(now));
    for (const id of ['halt', 'newOrder'] as const)
      if (after[id] === 'taken' && before[id] !== 'taken')
        this.#options.complain(`The shortcut ${SHORTCUTS[id]} is taken by another program, so it does nothing here.`);
    this.#followLogin(now.startAtLogin);
    this.#options.onChoices();
    this.#repainter.request();
  }

  /** Written down when it is wanted, taken back when it no longer is; what others set stays as they set it. */
  #followLogin(isOn: boolean): void {
    const was = this.#startsAtLogin;
    this.#startsAtLogin = isOn;
    if (isOn === was || !this.#electron.app.isPackaged) return;
    const done = setLoginStart(this.#electron, isOn, { ...this.#options.login, abilities: this.#abilities });
    if (!done && isOn) this.#options.complain('Headroom could not be set to start at login.');
  }

  async #halt(): Promise<void> {
    if (this.#app === null) return say(this.#electron, notYet());
    say(this.#electron, deskWord(await askEngine(this.#app.engine, 'desk.halt', {})));
    this.#repainter.request();
  }

  async #paint(): Promise<void> {
    const facts = (await this.#feed?.facts()) ?? NO_FACTS;
    if (this.#isQuitting) return;
    const nowMs = this.#options.wallMs();
    this.#badge.show(facts.unacknowledged, this.#options.window());
    this.#drawDock(facts);
    this.#tray?.show({
      state: trayStateOf(facts, nowMs),
      tooltip: tooltipOf(facts, nowMs, this.#abilities.tooltipChars),
      menu: trayMenuTemplate({
        facts,
        nowMs,
        acts: this.#acts,
        text: menuText(),
        choices: this.choices(),
        hasMnemonics: this.#abilities.menuMnemonics,
      }),
    });
    if (this.#tray?.isMenuOpen === true && facts.gates.length > 0) this.#repainter.request();
  }

  #drawDock(facts: ShellFacts): void {
    const halt = `${facts.desk?.halt ?? 'active'} ${facts.desk?.cause ?? ''}`;
    if (!this.#abilities.dock || halt === this.#drawnHalt) return;
    this.#drawnHalt = halt;
    this.#electron.app.dock?.setMenu(this.#electron.Menu.buildFromTemplate(deskItems(facts, this.#acts)));
  }
}
