import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { WorkloadLevel } from '../../shared/model/host.ts';
import { t } from '../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../stores/context.ts';
import { Choice } from '../ui/choice.tsx';
import { Icon } from '../ui/icons.tsx';

const CLASSES = { dropdown: 'workload' };

/** How hard the practice workload goes at it, for all accounts or each. Absent where there is nothing to practise on. */
export function WorkloadMenu() {
  const { practice, accounts } = useStores();
  const state = useStore(practice, (slice) => slice.state);
  const list = useStore(accounts, (slice) => slice.list);
  const host = useHost();
  const canChoose = useIsOpen();
  const [isOpen, setOpen] = useState(false);
  if (state === null || state.workloads.length === 0) return null;

  const levels = new Set(state.workloads.map((one) => one.level));
  const [only] = levels;
  const common = levels.size === 1 && only !== undefined ? only : null;
  const options = WorkloadLevel.options.map((value) => ({ value, label: t(`workload.${value}`) }));
  const labelOf = (id: string): string => list.find((account) => account.id === id)?.label ?? id;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      classNames={CLASSES}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button type="button" className="button top__workload" onClick={() => setOpen(!isOpen)}>
          <span className="top__label">{t('workload.label')}</span>
          <strong className="top__level">{common === null ? t('workload.mixed') : t(`workload.${common}`)}</strong>
          <Icon name="down" size={16} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('workload.label')}>
        <p className="workload__hint">{t('workload.hint')}</p>
        <div className="workload__line workload__line--all">
          <span>{t('workload.all')}</span>
          <Choice
            label={t('workload.all')}
            options={options}
            value={common}
            isDisabled={!canChoose}
            onChoose={(level) =>
              host.setWorkload(
                state.workloads.map((one) => one.account),
                level,
              )
            }
          />
        </div>
        {state.workloads.map(({ account, level }) => (
          <div className="workload__line" key={account}>
            <span translate="no">{labelOf(account)}</span>
            <Choice
              label={t('workload.of', { account: labelOf(account) })}
              options={options}
              value={level}
              isDisabled={!canChoose}
              onChoose={(next) => host.setWorkload([account], next)}
            />
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
