import { useId } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import type { AccountLayout } from '../../stores/layout.ts';
import { EnvironmentBadge } from '../../ui/environment-badge.tsx';
import { BucketRow } from './bucket-row.tsx';
import { GateBanners } from './gate-banner.tsx';
import { moveFocus } from './move-focus.ts';
import { RestingBuckets } from './resting-buckets.tsx';
import { useShownRows } from './shown-rows.ts';

/** The host's word for whatever address the system chooses. */
const DEFAULT_EGRESS = 'default';

export function AccountCard({ card }: { readonly card: AccountLayout }) {
  const { accounts, keys } = useStores();
  const titleId = useId();
  const account = useStore(accounts, (state) => state.list.find((one) => one.id === card.id));
  const { rows, less } = useShownRows(card);
  const address = useStore(
    keys,
    (state) => state.egress.find(({ egress }) => egress === account?.egress)?.address ?? t('account.egress.unknown'),
  );
  if (account === undefined) return null;
  const isEmpty = card.shown.length === 0 && card.resting.length === 0;
  return (
    <section className="panel account" aria-labelledby={titleId}>
      <header className="account__head">
        <h2 className="account__name" id={titleId}>
          {account.label}
        </h2>
        <span className="account__exchange">{t(`exchange.${account.exchange}`)}</span>
        <EnvironmentBadge environment={account.environment} />
        <span className="account__egress">
          {account.egress === DEFAULT_EGRESS
            ? t('account.egress.default')
            : t('account.egress', { egress: account.egress })}
          {/* The practice exchanges are on this computer: there is no address to learn. */}
          {account.environment === 'practice' ? null : <span translate="no"> ({address})</span>}
        </span>
      </header>
      <GateBanners account={account} />
      {isEmpty ? <p className="account__none">{t('account.no-buckets')}</p> : null}
      {card.shown.length === 0 ? null : (
        <ul className="rows" aria-label={t('bucket.rows', { account: account.label })} onKeyDown={moveFocus}>
          {rows.map((key) => (
            <BucketRow key={key} bucketKey={key} card={card.id} />
          ))}
        </ul>
      )}
      <RestingBuckets less={less} keys={card.resting} card={card.id} isAlone={card.shown.length === 0} />
    </section>
  );
}
