import { useStore } from 'zustand';
import { Tier, tiers } from '../../../shared/model/storage.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { Panel } from '../../ui/panel.tsx';
import { Pick } from '../../ui/pick.tsx';
import { Setting } from '../../ui/setting.tsx';

/** The verification level of each Kraken account, which its limits depend on and no answer tells; nothing without one. */
export function TierSettings() {
  const { accounts, storage } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const list = useStore(accounts, (slice) => slice.list);
  const chosen = useStore(storage, (slice) => slice.settings?.tiers ?? null);
  const onKraken = list.filter(({ exchange }) => exchange === 'kraken');
  if (onKraken.length === 0) return null;
  return (
    <Panel title={t('settings.tier')}>
      <p className="setting__hint">{t('settings.tier.text')}</p>
      <div data-part="tier">
        {onKraken.map(({ id, label }) => (
          <Setting key={id} name={label} isName>
            {(ids) => (
              <Pick
                ids={ids}
                options={tiers.map((value) => ({ value, label: t(`settings.tier.${value}`) }))}
                value={chosen?.[id] ?? 'unknown'}
                isDisabled={!isOpen || chosen === null}
                onPick={(value) => host.setTiers({ [id]: Tier.parse(value) })}
              />
            )}
          </Setting>
        ))}
      </div>
    </Panel>
  );
}
