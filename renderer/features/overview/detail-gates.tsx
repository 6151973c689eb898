import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { gatesOf } from '../../stores/gates.ts';
import { formatLeft } from '../../ui/format.ts';
import { formatClock } from './time-text.ts';
import { usePacedNow } from './pace.ts';

/** The gates this limit stands behind: why, since when, until when. */
export function DetailGates({ bucketKey }: { readonly bucketKey: string }) {
  const { limits, accounts } = useStores();
  const all = useStore(accounts, (state) => state.list);
  const gates = useStore(
    limits,
    useShallow(({ byKey, gates: known }) => {
      const view = known.length === 0 ? undefined : byKey[bucketKey];
      const account = all.find((one) => one.id === view?.accounts[0]);
      return view === undefined || account === undefined ? [] : gatesOf(account, known, all, [view]);
    }),
  );
  const nowMs = usePacedNow(1_000);
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
