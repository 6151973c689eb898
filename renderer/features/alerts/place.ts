import type { MouseEvent } from 'react';
import type { Alert } from '../../../shared/model/alert.ts';
import { NO_FILTER } from '../../stores/activity-filter.ts';
import type { App } from '../../stores/context.ts';
import { type AlertPlace, kindInfo } from './kinds.ts';

/** Requests of so long before it fired led there. */
const BEFORE_MS = 120_000;

export interface PlaceLink {
  readonly place: AlertPlace;
  readonly href: string;
  /** Brings the page it leads to into the state that shows the thing. */
  readonly prepare: (event: MouseEvent) => void;
}

/** Where something can be done about it. */
export function linkOf(app: App, alert: Alert): PlaceLink {
  const { place } = kindInfo[alert.kind];
  switch (place) {
    case 'limit':
      return { place, href: '#/overview', prepare: () => openLimit(app, alert) };
    case 'key':
      return { place, href: keyHref(app, alert), prepare: nothing };
    case 'order':
      return { place, href: '#/orders', prepare: () => openOrder(app, alert) };
    case 'safety':
      return { place, href: '#/orders/safety', prepare: nothing };
    case 'requests':
      return { place, href: '#/activity', prepare: () => filterRequests(app, alert) };
    case 'storage':
      return { place, href: '#/settings', prepare: nothing };
    case 'overview':
      return { place, href: '#/overview', prepare: nothing };
  }
}

function openLimit({ stores: { limits, inspect, ui } }: App, { subject, account }: Alert): void {
  const view = limits.getState().byKey[subject];
  if (view === undefined) return;
  inspect.setState({ card: account ?? view.accounts[0] ?? null });
  ui.setState({ selected: subject });
}

function keyHref({ stores: { keys } }: App, { subject }: Alert): string {
  return keys.getState().keys.some(({ id }) => id === subject) ? `#/keys/${subject}` : '#/keys';
}

function openOrder({ stores: { orders }, host }: App, { subject }: Alert): void {
  const key = Object.values(orders.getState().byKey).find((order) => order.key === subject)?.key;
  if (key !== undefined) host.orders.open(key);
}

function filterRequests({ host }: App, { exchange, account, firedAtMs, clearedAtMs }: Alert): void {
  host.activity.setFilter({
    ...NO_FILTER,
    accounts: account === null ? [] : [account],
    exchanges: account !== null || exchange === null ? [] : [exchange],
    fromMs: firedAtMs - BEFORE_MS,
    untilMs: clearedAtMs,
  });
}

function nothing(): void {}
