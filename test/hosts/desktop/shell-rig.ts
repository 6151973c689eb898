import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { Alert } from '../../../shared/model/alert.ts';
import { STANDARD_PAGE } from '../../../shared/model/page-settings.ts';
import type { BucketView, Gate } from '../../../shared/model/bucket.ts';
import { fail, ok } from '../../../shared/contract/failure.ts';
import type { App } from '../../../electron/hosts/common/app.ts';
import type { PagePlace } from '../../../electron/hosts/desktop/page-address.ts';
import { Shell, type ShellOptions } from '../../../electron/hosts/desktop/shell.ts';
import { electronStub, type ElectronStub, type StubSettings } from '../../support/electron-stub.ts';

export const NOW_MS = 1_700_000_000_000;

export function bucket(change: Partial<BucketView> = {}): BucketView {
  return {
    key: 'binance/practice|ip-weight|ip=default',
    exchange: 'binance',
    environment: 'live',
    accounts: ['main'],
    bucket: {
      id: 'ip-weight',
      name: 'Request weight',
      unit: 'weight',
      window: { kind: 'fixed', periodMs: 60_000 },
      scope: ['ip'],
    },
    part: null,
    capacity: 6_000,
    used: 0,
    own: 0,
    foreign: 0,
    foreignForecast: 0,
    inFlight: 0,
    headroom: 6_000,
    waiting: 0,
    emptyAtMs: null,
    atMs: NOW_MS,
    readingAtMs: null,
    status: 'calm',
    ...change,
  };
}

export function gate(change: Partial<Gate> = {}): Gate {
  return {
    key: 'kraken/live|ip=default',
    exchange: 'kraken',
    environment: 'live',
    cause: 'rate-limited',
    sinceMs: NOW_MS - 1_000,
    untilMs: NOW_MS + 42_000,
    code: null,
    ...change,
  };
}

export function alert(change: Partial<Alert> = {}): Alert {
  return {
    id: 'alert-00000001',
    kind: 'headroom-low',
    severity: 'warning',
    subject: 'binance/live|ip-weight',
    exchange: 'binance',
    account: 'main',
    state: 'fired',
    firedAtMs: NOW_MS,
    changedAtMs: NOW_MS,
    clearedAtMs: null,
    acknowledgedAtMs: null,
    snoozedUntilMs: null,
    repeats: 0,
    endsAtMs: null,
    facts: {},
    evidence: { unit: 'none', threshold: null, points: [] },
    wasTold: false,
    ...change,
  };
}

const ACCOUNT = {
  id: 'main',
  exchange: 'binance',
  environment: 'live',
  label: 'Main account',
  region: 'global',
  egress: 'default',
};
const SETTINGS = {
  retention: { keepDays: 30, maxBytes: 1_073_741_824 },
  page: { ...STANDARD_PAGE, format: 'en-US' },
  tiers: {},
};

export const DESK = {
  halt: 'active',
  haltedAtMs: null,
  cause: null,
  isStored: true,
  pauses: [],
  cancels: [],
  deadMan: [],
} as const;
const HALTED = { ...DESK, halt: 'halted', haltedAtMs: NOW_MS, cause: 'user' } as const;

export const ALERT_SETTINGS = {
  rules: [],
  quietHours: { isOn: false, fromMinute: 0, untilMinute: 0, utcOffsetMinutes: 0 },
  snoozedUntilMs: null,
  webhook: { isOn: false, url: '', hasSecret: false, lastResult: null, lastAtMs: null },
  notifications: true,
} as const;

/** What the scripted engine says; change it and publish. */
export interface Script {
  buckets: readonly BucketView[];
  gates: readonly Gate[];
  alerts: readonly Alert[];
  /** Until when all alerts are put off, wall ms; null: they are not. */
  snoozedUntilMs: number | null;
  desk: typeof DESK | typeof HALTED;
  canHalt: boolean;
  hasAlerts: boolean;
}

export interface ShellRig {
  readonly settings: typeof SETTINGS;
  readonly stub: ElectronStub;
  readonly shell: Shell;
  readonly script: Script;
  /** Calls the engine got, snapshots aside. */
  readonly calls: unknown[];
  readonly opened: (PagePlace | null)[];
  readonly complaints: string[];
  readonly told: string[];
  readonly folder: string;
  readonly time: { mono: number };
  /** Publishes, and waits until it is drawn. */
  publish(name: string, payload?: unknown): Promise<void>;
  /** Lets so long pass, and what waited for it happen. */
  pass(ms: number): Promise<void>;
  begin(): Promise<void>;
}

export function shellRig(settings: StubSettings = {}, change: Partial<ShellOptions> = {}): ShellRig {
  const stub = electronStub(settings);
  const folder = change.folder ?? mkdtempSync(join(tmpdir(), 'headroom-shell-'));
  const script: Script = {
    buckets: [],
    gates: [],
    alerts: [],
    snoozedUntilMs: null,
    desk: DESK,
    canHalt: true,
    hasAlerts: true,
  };
  const rig = {
    calls: [] as unknown[],
    opened: [] as (PagePlace | null)[],
    complaints: [] as string[],
    told: [] as string[],
    time: { mono: 0 },
  };
  let waits: { atMs: number; resolve: () => void }[] = [];
  const listeners: ((name: string, payload: unknown) => void)[] = [];
  const shell = new Shell(stub.electron, {
    platform: 'linux',
    folder,
    login: { program: '/opt/Headroom/headroom', configFolder: join(folder, 'config') },
    hasTrayHost: () => Promise.resolve(settings.hasTray ?? true),
    open: (place) => void rig.opened.push(place),
    window: () => null,
    onChoices: () => undefined,
    complain: (line) => void rig.complaints.push(line),
    wallMs: () => NOW_MS + rig.time.mono,
    nowMs: () => rig.time.mono,
    waitMs: (ms) => new Promise((resolve) => void waits.push({ atMs: rig.time.mono + ms, resolve })),
    ...change,
  });
  const app = appOf(script, rig, listeners);
  return {
    settings: SETTINGS,
    stub,
    shell,
    script,
    folder,
    ...rig,
    async publish(name, payload = {}) {
      for (const listener of listeners) listener(name, payload);
      await settle();
    },
    async pass(ms) {
      rig.time.mono += ms;
      const due = waits.filter(({ atMs }) => atMs <= rig.time.mono);
      waits = waits.filter(({ atMs }) => atMs > rig.time.mono);
      for (const { resolve } of due) resolve();
      await settle();
    },
    async begin() {
      await shell.begin();
      rig.time.mono += 1_000;
      shell.attach(app);
      await settle();
    },
  };
}

function appOf(
  script: Script,
  { calls, told }: { calls: unknown[]; told: string[] },
  listeners: ((name: string, payload: unknown) => void)[],
): App {
  const act = (name: string) => (input: unknown) => {
    calls.push([name, input]);
    return ok(script.alerts[0] ?? alert());
  };
  const alertHandlers = {
    'alerts.snapshot': () =>
      ok({ alerts: [...script.alerts], settings: { ...ALERT_SETTINGS, snoozedUntilMs: script.snoozedUntilMs } }),
    'alerts.acknowledge': act('alerts.acknowledge'),
    'alerts.snooze': act('alerts.snooze'),
    'alerts.told': (input: unknown) => {
      calls.push(['alerts.told', input]);
      return ok({});
    },
  };
  const handlers = {
    'accounts.list': () => ok({ accounts: [ACCOUNT] }),
    'settings.get': () => ok(SETTINGS),
    'limits.snapshot': () => ok({ buckets: [...script.buckets], gates: [...script.gates] }),
    'orders.snapshot': () => ok({ orders: [], desk: script.desk, isReconciled: true }),
    'desk.halt': () => {
      calls.push(['desk.halt', {}]);
      if (!script.canHalt) return fail({ kind: 'storage', detail: 'disk is full' });
      script.desk = HALTED;
      return ok(script.desk);
    },
  };
  const engine = {
    get handlers() {
      return script.hasAlerts ? { ...handlers, ...alertHandlers } : handlers;
    },
    setAbilities: (change: unknown) => void calls.push(['abilities', change]),
    retell: (alerts: readonly Alert[]) => void calls.push(['retell', alerts.map(({ id }) => id)]),
    subscribe: (listener: (name: string, payload: unknown) => void) => {
      listeners.push(listener);
      return () => void listeners.splice(listeners.indexOf(listener), 1);
    },
  };
  const hooks = { onSuspend: () => told.push('suspend'), onResume: () => told.push('resume') };
  return { engine, practice: null, stop: () => Promise.resolve(), ...hooks } as unknown as App;
}

/** Everything that was set off has been answered. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export const onlyTray = ({ stub }: ShellRig) => {
  const [tray] = stub.trays;
  if (tray === undefined) throw new Error('no icon');
  return tray;
};
export const newestMenu = (rig: ShellRig): readonly MenuItemConstructorOptions[] =>
  onlyTray(rig).menus.at(-1)?.template ?? [];
export const press = (items: readonly MenuItemConstructorOptions[], label: RegExp): void =>
  items
    .flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])])
    .find((item) => label.test(item.label ?? ''))
    ?.click?.({} as never, undefined, {} as never);
export const begun = async (...args: Parameters<typeof shellRig>): Promise<ShellRig> => {
  const rig = shellRig(...args);
  await rig.begin();
  return rig;
};
