import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions, NotificationConstructorOptions } from 'electron';
import type { StubSettings } from './electron-stub.ts';

export class StubMenu extends EventEmitter {
  readonly template: MenuItemConstructorOptions[];
  constructor(template: MenuItemConstructorOptions[]) {
    super();
    this.template = template;
  }
}

export class StubImage {
  readonly representations: { readonly scaleFactor: number; readonly dataURL: string }[] = [];
  isTemplate = false;
  addRepresentation(representation: StubImage['representations'][number]): void {
    this.representations.push(representation);
  }
  setTemplateImage(on: boolean): void {
    this.isTemplate = on;
  }
}

export class StubTray extends EventEmitter {
  readonly images: StubImage[];
  readonly tooltips: string[] = [];
  readonly menus: StubMenu[] = [];
  isGone = false;
  constructor(image: StubImage) {
    super();
    this.images = [image];
  }
  setImage = (image: StubImage): void => void this.images.push(image);
  setToolTip = (text: string): void => void this.tooltips.push(text);
  setContextMenu = (menu: StubMenu): void => void this.menus.push(menu);
  isDestroyed = (): boolean => this.isGone;
  destroy = (): void => {
    this.isGone = true;
  };
}

export class StubNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  readonly done: string[] = [];
  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show = (): void => {
    this.done.push('show');
    this.emit('show', {});
  };
  close = (): void => void this.done.push('close');
}

export interface ShellStub {
  readonly trays: StubTray[];
  readonly notifications: StubNotification[];
  /** Accelerator → what it does. */
  readonly shortcuts: Map<string, () => void>;
  readonly power: EventEmitter;
  readonly theme: EventEmitter & { shouldUseDarkColors: boolean };
  /** Boxes that nothing waits for. */
  readonly boxes: string[];
  readonly shellApi: object;
}

/** The parts of Electron around the window: they do nothing and remember everything. */
export function shellStub(settings: StubSettings): ShellStub {
  const stub = {
    trays: [] as StubTray[],
    notifications: [] as StubNotification[],
    shortcuts: new Map<string, () => void>(),
    power: new EventEmitter(),
    theme: Object.assign(new EventEmitter(), { shouldUseDarkColors: settings.isDark ?? false }),
    boxes: [] as string[],
  };
  return { ...stub, shellApi: apiOf(stub, settings) };
}

function apiOf(stub: Omit<ShellStub, 'shellApi'>, settings: StubSettings): object {
  class Tray extends StubTray {
    constructor(image: StubImage) {
      if (settings.hasTray === false) throw new Error('no tray');
      super(image);
      stub.trays.push(this);
    }
  }
  class Notification extends StubNotification {
    static isSupported = (): boolean => settings.hasNotifications ?? true;
    constructor(options: NotificationConstructorOptions) {
      super(options);
      stub.notifications.push(this);
    }
  }
  return {
    Tray,
    Notification,
    nativeImage: { createEmpty: () => new StubImage() },
    nativeTheme: stub.theme,
    powerMonitor: stub.power,
    globalShortcut: {
      register: (keys: string, act: () => void): boolean => {
        if ((settings.takenShortcuts ?? []).includes(keys) || stub.shortcuts.has(keys)) return false;
        stub.shortcuts.set(keys, act);
        return true;
      },
      unregister: (keys: string): void => void stub.shortcuts.delete(keys),
      unregisterAll: (): void => stub.shortcuts.clear(),
    },
  };
}
