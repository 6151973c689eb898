import { useStore } from 'zustand';
import type { KeyFacts } from '../../../shared/model/key.ts';
import type { EgressAddress, KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { EgressForm } from './egress-form.tsx';

interface KeyWhereProps {
  readonly view: KeyView;
  readonly isListed: boolean | null;
}

/** From where the key may be used, and whether that is where we are. */
export function KeyWhere({ view, isListed }: KeyWhereProps) {
  const { keys, accounts } = useStores();
  const egress = useStore(accounts, (state) => state.list.find(({ id }) => id === view.account)?.egress ?? 'default');
  const noted = useStore(keys, (state) => state.egress.find((one) => one.egress === egress));
  const restriction = view.check?.facts?.ipRestriction ?? { kind: 'unknown' };
  return (
    <section className="key-part">
      <h3>{t('key.where')}</h3>
      <p className={restriction.kind === 'none' ? 'where where--open' : 'where'}>{restrictionText(restriction)}</p>
      {restriction.kind === 'list' && restriction.addresses !== null ? (
        <ul className="where__list" translate="no">
          {restriction.addresses.map((address) => (
            <li key={address}>
              <code>{address}</code>
            </li>
          ))}
        </ul>
      ) : null}
      {restriction.kind === 'none' ? null : (
        <p className={`where__now where__now--${String(isListed)}`}>{listedText(isListed, noted?.address ?? null)}</p>
      )}
      <EgressForm
        key={`${egress} ${noted?.address}`}
        egress={egress}
        address={noted?.address ?? ''}
        source={sourceOf(noted)}
      />
    </section>
  );
}

function sourceOf(noted: EgressAddress | undefined): EgressAddress['source'] {
  return noted?.source ?? 'none';
}

function restrictionText(restriction: KeyFacts['ipRestriction']): string {
  if (restriction.kind === 'list') {
    return restriction.addresses === null ? t('key.where.hidden') : t('key.where.list');
  }
  return t(`key.where.${restriction.kind}`);
}

function listedText(isListed: boolean | null, address: string | null): string {
  if (address === null) return t('key.where.no-address');
  if (isListed === null) return `? ${t('key.where.unsure', { address })}`;
  return isListed ? `✓ ${t('key.where.listed', { address })}` : `✕ ${t('key.where.unlisted', { address })}`;
}
