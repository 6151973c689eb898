import type { Page } from 'playwright-core';
import type { FakeHost } from '../support/fake-host.ts';
import { alertOf, fakeAlerts } from '../support/fake-alerts.ts';
import { orderOf } from '../support/fake-order-parts.ts';
import { fakeOrders } from '../support/fake-orders.ts';
import { decimal } from '../../shared/model/decimal.ts';
import { banned, low } from '../support/alerts-rig.ts';

/** One state of one page. */
export interface Scene {
  readonly name: string;
  /** Before the page is opened. */
  readonly arrange?: (host: FakeHost) => void;
  /** Where it stands: the part of the address after `#/`. */
  readonly at: string;
  /** Once it is there. */
  readonly act?: (page: Page, host: FakeHost) => Promise<void>;
}

const QUERIES = ['limits.snapshot', 'latency.history', 'activity.query', 'alerts.snapshot', 'orders.snapshot'];

function closeGates({ state }: FakeHost): void {
  const nowMs = Date.now();
  const gate = { sinceMs: nowMs, untilMs: nowMs + 754_000, environment: 'practice', code: '-1003' } as const;
  state.gates = [
    { ...gate, key: 'binance/practice|ip=127.0.0.1', exchange: 'binance', cause: 'banned' },
    { ...gate, key: 'okx/practice|ip=127.0.0.1', exchange: 'okx', cause: 'circuit', code: null },
  ];
}

function trouble({ state }: FakeHost): void {
  const atMs = Date.now();
  state.troubles = [
    { id: 't1', severity: 'critical', code: 'store-write-failed', detail: 'activity.db (disk full)', atMs },
    { id: 't2', severity: 'notice', code: 'slept', detail: '28800', atMs },
    { id: 't3', severity: 'warning', code: 'clock-wrong', detail: 'okx -7', atMs },
    { id: 't4', severity: 'warning', code: 'settings-unreadable', detail: 'retention, theme', atMs },
  ];
}

function manyAlerts({ state }: FakeHost): void {
  const over = { state: 'cleared', clearedAtMs: Date.now() - 30_000 } as const;
  const points = Array.from({ length: 60 }, (_, at) => ({ atMs: Date.now() - (60 - at) * 5_000, value: at / 100 }));
  fakeAlerts(state).alerts = [
    low(),
    banned(),
    alertOf('soft-throttling', {
      exchange: 'okx',
      facts: { environment: 'practice', evidence: 'latency orders, reconnect', share: '50', why: 'alone' },
      evidence: { unit: 'share', threshold: null, points },
    }),
    alertOf('offline', { severity: 'critical', state: 'acknowledged' }),
    alertOf('store-trouble', { facts: { why: 'store-write-failed', detail: 'journal.db' } }),
    low({ ...over, id: 'alert-000000000000' }),
    alertOf('exchange-down', { ...over, exchange: 'kraken', facts: { environment: 'practice', why: 'down' } }),
    alertOf('maintenance-ahead', { ...over, exchange: 'okx', facts: { environment: 'practice', title: 'Upgrade' } }),
  ];
}

function sayNothing(calls: Set<string>): void {
  for (const call of QUERIES) calls.add(call);
}

function noAccounts({ state }: FakeHost): void {
  state.accounts = [];
  state.buckets = [];
  state.connections = [];
  state.practice = { workloads: [], exchanges: [] };
}

function mixedEnvironments({ state }: FakeHost): void {
  const environments = ['live', 'testnet', 'practice'] as const;
  state.accounts = state.accounts.map((account, at) => ({ ...account, environment: environments[at] ?? 'live' }));
  state.connections = state.connections.map((one, at) => ({ ...one, environment: environments[at] ?? 'live' }));
}

function manyOrders({ state }: FakeHost): void {
  const fake = fakeOrders(state);
  const statuses = ['open', 'partially-filled', 'unknown', 'sending', 'open'] as const;
  fake.orders = statuses.flatMap((status, at) => {
    const account = state.accounts[at % state.accounts.length];
    if (account === undefined) return [];
    const key = `intent-00000000-0000-4000-8000-00000000000${at}`;
    const order = orderOf(key, account, {
      account: account.id,
      symbol: account.exchange === 'okx' ? 'BTC-USDT' : 'BTCUSDT',
      side: at % 2 === 0 ? 'buy' : 'sell',
      type: 'limit',
      quantity: decimal('0.0125'),
      quantityUnit: 'base',
      price: decimal('64250.10'),
      stopPrice: null,
      timeInForce: 'gtc',
    });
    const lookUp = status === 'unknown' ? { tries: 12, nextAtMs: null, wantsHuman: true } : null;
    return [{ ...order, status, exchangeOrderId: `1234567890${at}`, lookUp }];
  });
}

function halted({ state }: FakeHost): void {
  const fake = fakeOrders(state);
  fake.desk = {
    ...fake.desk,
    halt: 'halted',
    haltedAtMs: Date.now() - 42_000,
    cause: 'user',
    cancels: state.accounts.map(({ id }, at) => ({
      account: id,
      state: at === 0 ? 'done' : at === 1 ? 'waiting' : 'failed',
      detail: at === 2 ? 'timeout' : null,
    })),
  };
}

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('Account').selectOption('practice-binance');
  await page.getByRole('combobox', { name: 'Symbol' }).fill('btc');
  await page.locator('.ticket__option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByLabel('Amount', { exact: true }).fill('0.001');
}

async function reviewed(page: Page): Promise<void> {
  await fillIn(page);
  await page.getByRole('button', { name: 'Review' }).click();
  await page.locator('.request').waitFor();
}

const click = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click();
};

/** Every page, and every state of it that looks different. */
export const scenes: readonly Scene[] = [
  { name: 'overview', at: 'overview' },
  { name: 'overview-gates', at: 'overview', arrange: closeGates },
  { name: 'overview-troubles', at: 'overview', arrange: trouble },
  { name: 'overview-mixed', at: 'overview', arrange: mixedEnvironments },
  { name: 'overview-empty', at: 'overview', arrange: noAccounts },
  { name: 'overview-limit', at: 'overview', act: click('[data-bucket-row]') },
  { name: 'overview-lost', at: 'overview', act: async (_page, host) => host.vanish() },
  { name: 'loading', at: 'overview', arrange: (host) => sayNothing(host.state.silent) },
  { name: 'failed', at: 'overview', arrange: (host) => sayNothing(host.state.broken) },
  { name: 'keys', at: 'keys' },
  { name: 'keys-add', at: 'keys/add' },
  { name: 'orders', at: 'orders' },
  { name: 'orders-many', at: 'orders', arrange: manyOrders },
  { name: 'orders-drawer', at: 'orders', arrange: manyOrders, act: click('.orders__open') },
  { name: 'orders-new', at: 'orders/new' },
  { name: 'orders-filled-in', at: 'orders/new', arrange: manyOrders, act: fillIn },
  { name: 'orders-review', at: 'orders/new', arrange: manyOrders, act: reviewed },
  { name: 'orders-halted', at: 'orders', arrange: halted },
  { name: 'orders-safety', at: 'orders/safety' },
  { name: 'activity', at: 'activity' },
  { name: 'activity-row', at: 'activity', act: click('[data-rank="2"]') },
  { name: 'activity-failed', at: 'activity', arrange: ({ state }) => void state.broken.add('activity.query') },
  { name: 'alerts', at: 'alerts', arrange: manyAlerts },
  { name: 'alerts-none', at: 'alerts' },
  { name: 'alerts-failed', at: 'alerts', arrange: ({ state }) => void state.broken.add('alerts.snapshot') },
  { name: 'alerts-history', at: 'alerts/alert-000000000000', arrange: manyAlerts },
  { name: 'alerts-rules', at: 'alerts/rules' },
  { name: 'alerts-rule-form', at: 'alerts/rules', act: click('.rules__acts button') },
  { name: 'alerts-telling', at: 'alerts/telling' },
  { name: 'settings', at: 'settings' },
  { name: 'palette', at: 'overview', act: (page) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', at: 'overview', act: (page) => page.keyboard.press('?') },
  {
    name: 'toasts',
    at: 'overview',
    act: async (_page, { state }) => {
      for (const alert of [low(), banned()]) fakeAlerts(state).raise(alert);
    },
  },
];
