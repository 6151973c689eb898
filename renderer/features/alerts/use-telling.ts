import { useEffect } from 'react';
import type { Alert } from '../../../shared/model/alert.ts';
import { withToast } from '../../stores/alerts.ts';
import { type App, useApp } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';
import { isTest, othersText, titleText, whereText, whyText } from './alert-text.ts';
import { type NotifyWindow, permissionOf, showNotice } from './notify.ts';

/** Tells what the host wants told, as long as the page is open. */
export function useTelling(): void {
  const app = useApp();
  useEffect(() => {
    const { alerts } = app.stores;
    const look = (): void => alerts.setState({ permission: permissionOf(window) });
    look();
    // Its user may have changed it in the browser's own settings meanwhile.
    window.addEventListener('focus', look);
    const stop = alerts.subscribe((now, before) => {
      if (now.raised !== null && now.raised !== before.raised) tell(app, window, now.raised);
    });
    return () => {
      stop();
      window.removeEventListener('focus', look);
    };
  }, [app]);
}

/** As a notification where the browser may show one, within the page where not, or where it is critical. */
export function tell(app: App, page: NotifyWindow & Pick<Window, 'location'>, alert: Alert): void {
  const { alerts, link, ui, accounts } = app.stores;
  const inPage = (): void => alerts.setState((state) => withToast(state, alert.id));
  const hostTells = link.getState().hello?.capabilities.notifications === true;
  if (hostTells) return alert.severity === 'critical' ? inPage() : undefined;
  // A test shows how an alert would be told, whatever was turned off.
  const isWanted = isTest(alert) || alerts.getState().settings?.notifications !== false;
  if (!isWanted || permissionOf(page) !== 'granted') return inPage();
  if (alert.severity === 'critical') inPage();
  showNotice(page, {
    tag: alert.id,
    title: titleText(alert),
    body: [whereText(alert, accounts.getState().list), whyText(alert), ...othersText(alert)].join('\n'),
    isFirm: alert.severity === 'critical',
    onClick: () => goTo(ui, page.location, { page: 'alerts', part: alert.id }),
    onShown: () => app.host.alerts.told(alert.id),
    onFailed: inPage,
  });
}
