import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions, Rectangle } from 'electron';
import type { ElectronApi } from '../../electron/hosts/desktop/electron-api.ts';
import { shellStub, type ShellStub, StubMenu } from './electron-stub-shell.ts';
import { StubUtility } from './electron-stub-utility.ts';

/** What the stand-in answers and how it is found; everything has a default. */
export interface StubSettings {
  readonly isPackaged?: boolean;
  readonly switches?: readonly string[];
  readonly isFirstInstance?: boolean;
  readonly isDark?: boolean;
  readonly screens?: readonly Rectangle[];
  /** macOS' question who is there: absent, it is not set up. */
  readonly touchId?: 'same' | 'another';
  /** Systems differ: no notifications, no place for an icon, shortcuts that others have. */
  readonly hasNotifications?: boolean;
  readonly hasTray?: boolean;
  readonly wasOpenedAtLogin?: boolean;
  readonly takenShortcuts?: readonly string[];
}

export class StubFrame {
  frameToken = 'main-frame';
  parent: StubFrame | null = null;
  origin = 'app://ui';
  url = 'app://ui/';
  detached = false;
  gone = false;
  isDestroyed(): boolean {
    return this.gone;
  }
}

export class StubContents extends EventEmitter {
  readonly mainFrame = new StubFrame();
  readonly sent: unknown[][] = [];
  openHandler: ((details: { readonly url: string }) => { readonly action: string }) | null = null;
  webRtcPolicy: string | null = null;
  devToolsClosed = 0;
  isGone = false;
  hasCrashed = false;
  isDestroyed(): boolean {
    return this.isGone;
  }
  isCrashed(): boolean {
    return this.hasCrashed;
  }
  send(...args: unknown[]): void {
    this.sent.push(args);
    this.emit('stub-sent', ...args);
  }
  setWindowOpenHandler(handler: StubContents['openHandler']): void {
    this.openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }
  closeDevTools(): void {
    this.devToolsClosed += 1;
  }
  url = '';
  reloads = 0;
  getURL = (): string => this.url;
  reload(): void {
    this.reloads += 1;
  }
  forcefullyCrashRenderer(): void {
    this.emit('render-process-gone', {}, { reason: 'killed' });
  }
}

export class StubWindow extends EventEmitter {
  readonly webContents = new StubContents();
  readonly loaded: string[] = [];
  readonly done: string[] = [];
  readonly options: BrowserWindowConstructorOptions;
  isMax = false;
  isMin = false;
  bounds = { x: 10, y: 20, width: 900, height: 700 };
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.url = url;
    return Promise.resolve();
  }
  show = (): void => void this.done.push('show');
  isFull = false;
  isFullScreen = (): boolean => this.isFull;
  setFullScreen(on: boolean): void {
    this.isFull = on;
    this.done.push(on ? 'full screen' : 'leave full screen');
    if (!on) this.emit('leave-full-screen');
  }
  hide = (): void => void this.done.push('hide');
  focus = (): void => void this.done.push('focus');
  setOverlayIcon = (icon: unknown, words: string): void =>
    void this.done.push(icon === null ? 'no overlay' : `overlay: ${words}`);
  /** False: it was held back, as by hiding it instead. */
  close(): boolean {
    const event = stubEvent();
    this.emit('close', event);
    if (event.isPrevented) return false;
    this.webContents.isGone = true;
    this.emit('closed');
    return true;
  }
  restore = (): void => void this.done.push('restore');
  maximize = (): void => void this.done.push('maximize');
  isDestroyed = (): boolean => this.webContents.isGone;
  isMinimized = (): boolean => this.isMin;
  isMaximized = (): boolean => this.isMax;
  getNormalBounds = (): Rectangle => this.bounds;
}

type Handlers = Record<string, (...args: never[]) => unknown>;

export class StubSession extends EventEmitter {
  readonly handlers: Handlers = {};
  isSpellChecking = true;
  readonly webRequest = { onBeforeRequest: (handler: Handlers[string]): void => void this.#keep('request', handler) };
  setPermissionRequestHandler = (handler: Handlers[string]): void => this.#keep('permission-request', handler);
  setPermissionCheckHandler = (handler: Handlers[string]): void => this.#keep('permission-check', handler);
  setDevicePermissionHandler = (handler: Handlers[string]): void => this.#keep('device', handler);
  setDisplayMediaRequestHandler = (handler: Handlers[string]): void => this.#keep('display-media', handler);
  setBluetoothPairingHandler = (handler: Handlers[string]): void => this.#keep('bluetooth', handler);
  setUSBProtectedClassesHandler = (handler: Handlers[string]): void => this.#keep('usb-classes', handler);
  setCertificateVerifyProc = (handler: Handlers[string]): void => this.#keep('certificate', handler);
  setSpellCheckerEnabled = (on: boolean): void => {
    this.isSpellChecking = on;
  };
  /** Calls what was set under a name, as Electron would. */
  ask(name: string, ...args: unknown[]): unknown {
    const handler = this.handlers[name];
    if (handler === undefined) throw new Error(`no ${name} handler was set`);
    return (handler as (...args: unknown[]) => unknown)(...args);
  }
  #keep(name: string, handler: Handlers[string] | undefined): void {
    if (handler !== undefined) this.handlers[name] = handler;
  }
}

export class StubApp extends EventEmitter {
  readonly done: string[] = [];
  readonly paths: Record<string, string> = {};
  readonly exits: number[] = [];
  readonly isPackaged: boolean;
  readonly #settings: StubSettings;
  isReady = false;
  onReady: () => void = () => undefined;
  lockData: unknown = null;
  constructor(settings: StubSettings) {
    super();
    this.#settings = settings;
    this.isPackaged = settings.isPackaged ?? true;
  }
  readonly commandLine = { hasSwitch: (name: string): boolean => (this.#settings.switches ?? []).includes(name) };
  enableSandbox = (): void => void this.done.push(`enableSandbox${this.isReady ? ' too late' : ''}`);
  setAppUserModelId = (id: string): void => void this.done.push(`is ${id}`);
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  requestSingleInstanceLock(data: unknown): boolean {
    this.lockData = data;
    return this.#settings.isFirstInstance ?? true;
  }
  async whenReady(): Promise<void> {
    await Promise.resolve();
    this.isReady = true;
    this.onReady();
  }
  exit = (code = 0): void => {
    this.exits.push(code);
    this.emit('stub-exit', code);
  };
  readonly badges: number[] = [];
  readonly dockMenus: StubMenu[] = [];
  readonly dock = { setMenu: (menu: StubMenu): void => void this.dockMenus.push(menu) };
  readonly loginItems: unknown[] = [];
  windows: readonly StubWindow[] = [];
  setBadgeCount = (count: number): boolean => this.badges.push(count) > 0;
  getLoginItemSettings = () => ({ wasOpenedAtLogin: this.#settings.wasOpenedAtLogin ?? false });
  setLoginItemSettings = (settings: unknown): void => void this.loginItems.push(settings);
  /** As Electron does it: `before-quit`, windows, then `will-quit`, which may hold the end back. */
  quit = (): void => {
    this.done.push('quit');
    this.emit('before-quit', stubEvent());
    if (this.windows.some((window) => !window.isDestroyed() && !window.close())) return;
    const event = stubEvent();
    this.emit('will-quit', event);
    if (!event.isPrevented) this.exit(0);
  };
}

export interface StubEvent {
  isPrevented: boolean;
  preventDefault(): void;
}

export function stubEvent(): StubEvent {
  const event: StubEvent = {
    isPrevented: false,
    preventDefault() {
      event.isPrevented = true;
    },
  };
  return event;
}

export interface ElectronStub extends ShellStub {
  readonly electron: ElectronApi;
  readonly app: StubApp;
  readonly session: StubSession;
  readonly windows: StubWindow[];
  readonly ipc: EventEmitter;
  readonly schemes: unknown[];
  readonly served: Map<string, (request: { readonly method: string; readonly url: string }) => Response>;
  readonly opened: string[];
  readonly errorBoxes: string[];
  readonly utilities: StubUtility[];
  menu: MenuItemConstructorOptions[];
}

/** A stand-in for Electron that does nothing and remembers everything. */
export function electronStub(settings: StubSettings = {}): ElectronStub {
  const app = new StubApp(settings);
  const session = new StubSession();
  app.onReady = () => void app.emit('session-created', session);
  const stub: Omit<ElectronStub, 'electron'> = {
    app,
    session,
    windows: [],
    ipc: new EventEmitter(),
    schemes: [],
    served: new Map(),
    opened: [],
    errorBoxes: [],
    utilities: [],
    menu: [],
    ...shellStub(settings),
  };
  app.windows = stub.windows;
  return Object.assign(stub, { electron: apiOf(stub, settings) });
}

function apiOf(stub: Omit<ElectronStub, 'electron'>, settings: StubSettings): ElectronApi {
  const { app } = stub;
  class BrowserWindow extends StubWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      stub.windows.push(this);
      app.emit('web-contents-created', stubEvent(), this.webContents);
    }
  }
  const api = {
    app,
    BrowserWindow,
    ipcMain: stub.ipc,
    protocol: {
      registerSchemesAsPrivileged: (schemes: readonly unknown[]): void => {
        if (app.isReady) throw new Error('schemes must be registered before ready');
        stub.schemes.push(...schemes);
      },
      handle: (scheme: string, handler: (request: never) => Response): void =>
        void stub.served.set(scheme, handler as never),
    },
    shell: {
      openExternal: (url: string): Promise<void> => Promise.resolve(void stub.opened.push(url)),
      openPath: (path: string): Promise<string> => {
        stub.opened.push(path);
        return Promise.resolve('');
      },
    },
    systemPreferences: {
      canPromptTouchID: () => settings.touchId !== undefined,
      promptTouchID: () => (settings.touchId === 'same' ? Promise.resolve() : Promise.reject(new Error('canceled'))),
    },
    utilityProcess: {
      fork(script: string, args: readonly string[], options: unknown): StubUtility {
        const utility = new StubUtility({ script, args, options });
        stub.utilities.push(utility);
        return utility;
      },
    },
    dialog: {
      showErrorBox: (_title: string, text: string): void => void stub.errorBoxes.push(text),
      showMessageBox: ({ message, detail }: { readonly message: string; readonly detail: string }) =>
        Promise.resolve(void stub.boxes.push(`${message}: ${detail}`)),
    },
    screen: {
      getAllDisplays: () =>
        (settings.screens ?? [{ x: 0, y: 0, width: 1920, height: 1080 }]).map((workArea) => ({ workArea })),
    },
    ...stub.shellApi,
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => new StubMenu(template),
      setApplicationMenu: (menu: StubMenu): void => {
        (stub as { menu: MenuItemConstructorOptions[] }).menu = menu.template;
      },
    },
  };
  return api as unknown as ElectronApi;
}
