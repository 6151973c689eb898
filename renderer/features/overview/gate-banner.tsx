import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Account } from '../../../shared/model/account.ts';
import type { Gate } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { gatesOf } from '../../stores/gates.ts';
import { formatLeft } from '../../ui/format.ts';
import { gateScope } from './gate-scope.ts';
import { usePacedNow } from './pace.ts';

export function GateBanners({ account }: { readonly account: Account }) {
  const { limits, accounts } = useStores();
  const all = useStore(accounts, (state) => state.list);
  const gates = useStore(
    limits,
    useShallow((state) =>
      state.gates.length === 0 ? [] : gatesOf(account, state.gates, all, Object.values(state.byKey)),
    ),
  );
  if (gates.length === 0) return null;
  return (
    <ul className="gates" aria-label={t('account.gates', { count: gates.length })}>
      {gates.map((gate) => (
        <li className="gate" key={`${gate.key} ${gate.cause}`}>
          <svg width="14" height="14" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M3.7 1h4.6L11 3.7v4.6L8.3 11H3.7L1 8.3V3.7z" fill="currentColor" />
          </svg>
          <span className="gate__cause">{t(`gate.${gate.cause}`)}</span>
          <span className="gate__scope">
            {t(`gate.scope.${gateScope(gate.key)}`)}
            {gate.code === null ? null : ` · ${t('gate.code', { code: gate.code })}`}
          </span>
          <Opens gate={gate} />
        </li>
      ))}
    </ul>
  );
}

function Opens({ gate }: { readonly gate: Gate }) {
  const nowMs = usePacedNow(1_000);
  const leftMs = gate.untilMs - nowMs;
  return (
    <span className="gate__time">
      {leftMs <= 0 ? t('gate.opening') : t('gate.opens', { time: formatLeft(leftMs) })}
    </span>
  );
}
