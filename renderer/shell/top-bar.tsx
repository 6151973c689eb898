import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Environment } from '../../shared/model/account.ts';
import { useStores } from '../stores/context.ts';
import { EnvironmentBadge } from '../ui/environment-badge.tsx';
import { ConnectionLights } from './connection-lights.tsx';
import { HaltButton } from './halt.tsx';
import { PrivacyToggle } from './privacy-toggle.tsx';
import { WorkloadMenu } from './workload-menu.tsx';

const ORDER: readonly Environment[] = ['live', 'testnet', 'practice'];

export function TopBar() {
  const { accounts, link } = useStores();
  const isPracticeOnly = useStore(link, (state) => state.hello?.isPracticeOnly === true);
  const present = useStore(
    accounts,
    useShallow((state) =>
      ORDER.filter((environment) => state.list.some((account) => account.environment === environment)),
    ),
  );
  const shown = present.length === 0 && isPracticeOnly ? (['practice'] as const) : present;
  return (
    <header className="top">
      <span className="top__badges">
        {shown.map((environment) => (
          <EnvironmentBadge key={environment} environment={environment} isLarge />
        ))}
      </span>
      <ConnectionLights />
      <span className="top__end">
        <PrivacyToggle />
        <WorkloadMenu />
      </span>
      <HaltButton />
    </header>
  );
}
