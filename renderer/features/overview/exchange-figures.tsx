import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import {
  errorRateOf,
  type LatencyRealm,
  NO_LATENCY,
  realmName,
  rateOver,
  SUMMARY_SPAN_MS,
} from '../../stores/latency.ts';
import { formatFineShare, formatRate, formatSpan } from '../../ui/format.ts';
import { usePacedNow } from './pace.ts';

const RATE_SPAN_MS = 10_000;

interface Exchanges {
  readonly realms: readonly LatencyRealm[];
}

interface CellProps {
  readonly now: string;
  readonly yesterday: string | null;
  /** Clearly worse than a day before. */
  readonly isWorse?: boolean;
}

/** A figure over the same figure of yesterday. */
function Cell({ now, yesterday, isWorse = false }: CellProps) {
  return (
    <td data-worse={isWorse}>
      <span className="exchanges__now">
        {isWorse ? <span title={t('compare.worse')}>▲ </span> : null}
        {now}
      </span>
      <span className="exchanges__before">
        {yesterday === null ? t('compare.none') : t('compare.yesterday', { figure: yesterday })}
      </span>
    </td>
  );
}

/** So much slower than yesterday is worth a mark. */
const WORSE_FACTOR = 1.5;
const WORSE_MS = 5;

export function QuantileRow({ realms, quantile }: Exchanges & { readonly quantile: 'p50' | 'p95' | 'p99' }) {
  const { latency } = useStores();
  const byRealm = useStore(latency, (state) => state.byRealm);
  return (
    <tr>
      <th scope="row" title={t(`latency.${quantile}.hint`)}>
        {t(`latency.${quantile}`)}
      </th>
      {realms.map((realm) => {
        const { summary, yesterday } = byRealm[realmName(realm)] ?? NO_LATENCY;
        const now = summary?.[quantile] ?? null;
        const before = yesterday?.[quantile] ?? null;
        const isWorse = now !== null && before !== null && now > before * WORSE_FACTOR && now > before + WORSE_MS;
        return (
          <Cell
            key={realmName(realm)}
            now={formatSpan(now)}
            yesterday={before === null ? null : formatSpan(before)}
            isWorse={isWorse}
          />
        );
      })}
    </tr>
  );
}

export function CallsRow({ realms }: Exchanges) {
  const { latency } = useStores();
  const byRealm = useStore(latency, (state) => state.byRealm);
  const nowMs = usePacedNow(1_000);
  return (
    <tr>
      <th scope="row">{t('latency.calls')}</th>
      {realms.map((realm) => {
        const { points, yesterday } = byRealm[realmName(realm)] ?? NO_LATENCY;
        const before = yesterday === null || yesterday.count === 0 ? null : (yesterday.count * 1_000) / SUMMARY_SPAN_MS;
        const { callsPerSecond } = rateOver(points, nowMs, RATE_SPAN_MS);
        return (
          <Cell
            key={realmName(realm)}
            now={formatRate(callsPerSecond)}
            yesterday={before === null ? null : formatRate(before)}
          />
        );
      })}
    </tr>
  );
}

export function ErrorsRow({ realms }: Exchanges) {
  const { latency } = useStores();
  const byRealm = useStore(latency, (state) => state.byRealm);
  return (
    <tr>
      <th scope="row" title={t('latency.errors.hint')}>
        {t('latency.errors')}
      </th>
      {realms.map((realm) => {
        const { summary, yesterday } = byRealm[realmName(realm)] ?? NO_LATENCY;
        const now = errorRateOf(summary);
        const before = errorRateOf(yesterday);
        return (
          <Cell
            key={realmName(realm)}
            now={now === null ? t('figure.none') : formatFineShare(now)}
            yesterday={before === null ? null : formatFineShare(before)}
            isWorse={now !== null && before !== null && now > before + 0.01}
          />
        );
      })}
    </tr>
  );
}
