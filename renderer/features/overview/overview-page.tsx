import { lazy, Suspense } from 'react';
import { AccountList } from './account-list.tsx';
import { LatencyPanel } from './latency-panel.tsx';
import './overview.css';
import { SummaryStrip } from './summary-strip.tsx';
import { useFirstOpen } from './selected.ts';

// Charts come after the figures: their code is asked for when the page already stands.
const LatencyChart = lazy(() => import('./latency-chart.tsx').then((file) => ({ default: file.LatencyChart })));

export function OverviewPage() {
  useFirstOpen();
  return (
    <div className="overview">
      <SummaryStrip />
      <div className="overview__columns fades">
        <AccountList />
        <div className="overview__side">
          <LatencyPanel
            chart={(realm) => (
              <Suspense fallback={null}>
                <LatencyChart realm={realm} />
              </Suspense>
            )}
          />
        </div>
      </div>
    </div>
  );
}
