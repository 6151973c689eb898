import { useStore } from 'zustand';
import type { KeyPlace } from '../../../shared/contract/keys-contract.ts';
import { exchangeIds } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { EnvironmentBadge } from '../../ui/environment-badge.tsx';
import { ChoiceField } from './fields.tsx';
import { environmentsOf, SITES, siteName, sitesOf, withChoice } from './places.ts';

interface PlaceFieldsProps {
  readonly place: KeyPlace;
  readonly isDisabled: boolean;
  readonly onChange: (place: KeyPlace) => void;
}

export function useHasPractice(): boolean {
  const { link } = useStores();
  return useStore(link, (state) => state.hello?.capabilities.practice ?? false);
}

/** Where a new key belongs; fixed where it replaces another. */
export function PlaceFields({ place, isDisabled, onChange }: PlaceFieldsProps) {
  const hasPractice = useHasPractice();
  const { exchange, environment, replaces } = place;
  const isFixed = isDisabled || replaces !== null;
  const sites = sitesOf(exchange, environment);
  const change = (part: Partial<KeyPlace>): void => onChange(withChoice(place, part, hasPractice));
  return (
    <>
      <div className={`place place--${environment}`}>
        <EnvironmentBadge environment={environment} isLarge />
        <span>{environment === 'live' ? t('add.live') : t(`environment.${environment}.hint`)}</span>
      </div>
      <div className="form__pair">
        <ChoiceField
          label={t('add.exchange')}
          options={exchangeIds.map((id) => ({ value: id, label: t(`exchange.${id}`) }))}
          value={exchange}
          isDisabled={isFixed}
          onPick={(next) => change({ exchange: next })}
        />
        <ChoiceField
          label={t('add.environment')}
          options={environmentsOf(exchange, hasPractice || environment === 'practice').map((one) => ({
            value: one,
            label: t(`environment.${one}`),
          }))}
          value={environment}
          isDisabled={isFixed}
          onPick={(next) => change({ environment: next })}
        />
      </div>
      {sites.length > 1 ? (
        <ChoiceField
          label={t('add.site')}
          options={sites.map((site) => ({ value: site, label: siteName(exchange, site) }))}
          value={SITES.find((site) => site === place.region) ?? 'global'}
          isDisabled={isFixed}
          onPick={(region) => change({ region })}
        />
      ) : null}
    </>
  );
}
