import { useStore } from 'zustand';
import type { Preflight } from '../../../shared/model/preflight.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount, formatLeftover, formatLarge } from '../../ui/format.ts';
import { useOrderAmount } from './amount.ts';
import { Name, NotDone } from './order-parts.tsx';
import { assetName, type Named, namesOf } from './order-text.ts';

/** What the order is worth, what it would cost, and what of each limit it leaves. */
export function Judgement() {
  const { ticket } = useStores();
  const { judged, instrument } = useStore(ticket);
  return (
    <div className="judgement" data-asking={judged.isAsking}>
      {judged.failure === null ? null : (
        <p className="breach breach--warn">{t('ticket.not-judged', { reason: failureText(judged.failure) })}</p>
      )}
      <Figures preflight={judged.preflight} instrument={instrument} />
    </div>
  );
}

interface FiguresProps {
  readonly preflight: Preflight | null;
  readonly instrument: Named | null;
}

export function Figures({ preflight, instrument }: FiguresProps) {
  const amount = useOrderAmount();
  const fee = preflight?.feeEstimate ?? null;
  return (
    <dl className="figures">
      <div>
        <dt>{t('ticket.notional')}</dt>
        <dd>
          {amount(preflight?.notional ?? null)}{' '}
          <Name>{preflight?.notional == null ? '' : namesOf(instrument).quote}</Name>
        </dd>
      </div>
      <div>
        <dt>{fee?.isGuess === true ? t('ticket.fee.guess') : t('ticket.fee')}</dt>
        <dd>
          {amount(fee?.amount ?? null)} <Name>{fee === null ? '' : assetName(fee.asset, instrument)}</Name>
        </dd>
      </div>
      {(preflight?.costs ?? []).map((cost) => (
        <div key={cost.bucket}>
          <dt>
            <Name>{cost.name}</Name>
          </dt>
          <dd>
            {cost.headroomAfter === null
              ? t('ticket.cost', { cost: formatCount(cost.cost) })
              : t('ticket.cost.after', {
                  cost: formatCount(cost.cost),
                  left: formatLeftover(cost.headroomAfter, cost.capacity),
                  capacity: formatLarge(cost.capacity),
                })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Who judged the dry run, and what they said. */
export function DryRunLine() {
  const { ticket } = useStores();
  const dryRun = useStore(ticket, (state) => state.dryRun);
  if (dryRun.kind === 'none') return null;
  if (dryRun.kind === 'asking') return <p role="status">{t('ticket.dry-run.asking')}</p>;
  if (dryRun.kind === 'failed') return <NotDone failure={dryRun.failure} />;
  return (
    <p className={`dry-run dry-run--${dryRun.isFine ? 'fine' : 'refused'}`} role="status">
      <strong>{dryRun.isFine ? t('ticket.dry-run.fine') : t('ticket.dry-run.refused')}</strong>{' '}
      {t(`ticket.dry-run.by.${dryRun.by}`)} {dryRun.detail === null ? null : <Name>{dryRun.detail}</Name>}
    </p>
  );
}
