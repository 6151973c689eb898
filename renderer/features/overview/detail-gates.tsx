import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { useHostSecond, useStores } from '../../stores/context.ts';
import { gatesOf } from '../../stores/gates.ts';
import { formatLeft } from '../../ui/format.ts';
import { formatClock } from './time-text.ts';

/** The gates this limit stands behind: why, since when, until when. */
export function DetailGates({ view }: { readonly view: BucketView }) {
  const { limits, accounts } = useStores();
  const all = useStore(accounts, (state) => state.list);
  const account = all.find((one) => one.id === view.accounts[0]);
  const gates = useStore(
    limits,
    useShallow((state) => (account === undefined ? [] : gatesOf(account, state.gates, all, [view]))),
  );
  const nowMs = useHostSecond();
  if (gates.length === 0) return null;
  return (
    <ul className="detail__gates">
      {gates.map((gate) => (
        <li key={`${gate.key} ${gate.cause}`}>
          {t('chart.gate', {
            cause: t(`gate.${gate.cause}`),
            since: formatClock(gate.sinceMs),
            until: formatClock(gate.untilMs),
            left: formatLeft(gate.untilMs - nowMs),
          })}
        </li>
      ))}
    </ul>
  );
}
