import { Fragment, lazy, Suspense, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { AlertToasts } from '../features/alerts/alert-toasts.tsx';
import { useTelling } from '../features/alerts/use-telling.ts';
import { OverviewPage } from '../features/overview/overview-page.tsx';
import { t } from '../i18n/i18n.ts';
import { useStores } from '../stores/context.ts';
import type { PageId } from '../stores/ui.ts';
import { Skeleton } from '../ui/panel.tsx';
import { AmountPrivacy } from '../ui/use-amount.ts';
import { Banners, KeyBanners } from './banners.tsx';
import { HaltedBanner } from './halt.tsx';
import { LockOverlay } from './lock-overlay.tsx';
import { Nav } from './nav.tsx';
import { Overlays } from './overlays.tsx';
import './shell.css';
import { useShortcuts } from './shortcuts/use-shortcuts.ts';
import { useTabState } from './tab-state.ts';
import { TopBar } from './top-bar.tsx';
import { useTouch } from './use-touch.ts';
import { Welcome } from './welcome.tsx';

const KeysPage = lazy(() => import('../features/keys/keys-page.tsx').then((file) => ({ default: file.KeysPage })));
const ActivityPage = lazy(() =>
  import('../features/activity/activity-page.tsx').then((file) => ({ default: file.ActivityPage })),
);
const OrdersPage = lazy(() =>
  import('../features/orders/orders-page.tsx').then((file) => ({ default: file.OrdersPage })),
);
const AlertsPage = lazy(() =>
  import('../features/alerts/alerts-page.tsx').then((file) => ({ default: file.AlertsPage })),
);
const SettingsPage = lazy(() =>
  import('../features/settings/settings-page.tsx').then((file) => ({ default: file.SettingsPage })),
);

const PAGES: Readonly<Record<PageId, () => React.JSX.Element>> = {
  overview: () => <OverviewPage />,
  keys: () => <KeysPage />,
  orders: () => <OrdersPage />,
  activity: () => <ActivityPage />,
  alerts: () => <AlertsPage />,
  settings: () => <SettingsPage />,
};

const WAITING = [40, 70, 55];

export function Shell() {
  const { ui, link, accounts } = useStores();
  const page = useStore(ui, (state) => state.page);
  // What is drawn once, as a line of a table, is drawn anew when figures and times are to be written otherwise.
  const writing = useStore(ui, (state) => `${state.format} ${state.zone} ${state.units}`);
  const isLost = useStore(link, (state) => state.status.kind === 'lost');
  const environment = useStore(accounts, (state) => gravest(state.list.map((account) => account.environment)));
  const isPrivate = useStore(ui, (state) => state.isPrivate);
  useTabState();
  useTouch();
  useTelling();
  useShortcuts();
  useFocusKept(page);
  return (
    <AmountPrivacy value={isPrivate}>
      <div className="shell" data-environment={environment} data-private={isPrivate}>
        <button type="button" className="skip" onClick={focusContent}>
          {t('app.skip')}
        </button>
        <Nav page={page} />
        <TopBar />
        <main className="shell__main" id="content" tabIndex={-1} data-lost={isLost}>
          <h1 className="unseen">{t(`nav.${page}`)}</h1>
          <HaltedBanner />
          <Banners />
          {page === 'overview' ? <KeyBanners /> : null}
          {page === 'overview' ? <Welcome /> : null}
          <Fragment key={page === 'settings' ? page : writing}>
            <Suspense fallback={<Skeleton widths={WAITING} />}>{PAGES[page]()}</Suspense>
          </Fragment>
        </main>
        <AlertToasts />
        <Overlays />
        <LockOverlay />
      </div>
    </AmountPrivacy>
  );
}

function focusContent(): void {
  document.getElementById('content')?.focus();
}

/** When what had the focus went away with its page, the new page has it: the keyboard must never start over. */
function useFocusKept(page: PageId): void {
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    if (document.activeElement === null || document.activeElement === document.body) focusContent();
  }, [page]);
}

function gravest(environments: readonly string[]): string {
  return ['live', 'testnet', 'practice'].find((one) => environments.includes(one)) ?? 'none';
}
