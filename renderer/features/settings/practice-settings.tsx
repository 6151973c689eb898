import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Switch.css';
import { Switch } from '@mantine/core';
import { useStore } from 'zustand';
import { type PracticeState, WorkloadLevel } from '../../../shared/model/host.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { Choice } from '../../ui/choice.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { Setting } from '../../ui/setting.tsx';
import { LatencyField } from './latency-field.tsx';

type PracticeExchange = PracticeState['exchanges'][number];

const WAITING = [60, 75];
const SWITCHES = [
  { id: 'neighbour', field: 'neighbour' },
  { id: 'maintenance', field: 'maintenance' },
  { id: 'announced', field: 'announced' },
  { id: 'soft', field: 'softThrottling' },
] as const;

export function PracticeWorkloads() {
  const { practice, accounts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const workloads = useStore(practice, (slice) => slice.state?.workloads ?? null);
  const list = useStore(accounts, (slice) => slice.list);
  const labelOf = (id: string): string => list.find((account) => account.id === id)?.label ?? id;
  const levels = WorkloadLevel.options.map((value) => ({ value, label: t(`workload.${value}`) }));
  return (
    <Panel title={t('settings.workload')}>
      <p className="setting__hint">{t('workload.hint')}</p>
      {workloads === null ? (
        <Missing />
      ) : workloads.length === 0 ? (
        <PanelMessage>{t('settings.workload.none')}</PanelMessage>
      ) : (
        <div data-part="workload">
          {workloads.map(({ account, level }) => (
            <Setting key={account} name={labelOf(account)} isName>
              {() => (
                <Choice
                  label={t('workload.of', { account: labelOf(account) })}
                  options={levels}
                  value={level}
                  isDisabled={!isOpen}
                  onChoose={(next) => host.setWorkload([account], next)}
                />
              )}
            </Setting>
          ))}
        </div>
      )}
    </Panel>
  );
}

export function PracticeExchanges() {
  const { practice } = useStores();
  const exchanges = useStore(practice, (slice) => slice.state?.exchanges ?? null);
  return (
    <Panel title={t('settings.exchanges')}>
      <p className="setting__hint">{t('settings.exchanges.text')}</p>
      {exchanges === null ? (
        <Missing />
      ) : (
        <div className="settings__exchanges" data-part="exchanges">
          {exchanges.map((exchange) => (
            <ExchangeSwitches key={exchange.exchange} exchange={exchange} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function ExchangeSwitches({ exchange }: { readonly exchange: PracticeExchange }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const name = t(`exchange.${exchange.exchange}`);
  return (
    <section className="settings__exchange" aria-label={name}>
      <h3>{name}</h3>
      {SWITCHES.filter(({ field }) => exchange[field] !== undefined).map(({ id, field }) => (
        <Switch
          key={id}
          size="sm"
          labelPosition="left"
          withThumbIndicator={false}
          classNames={{
            root: 'switch',
            body: 'switch__body',
            track: 'switch__track',
            label: 'switch__label',
            description: 'setting__hint',
          }}
          label={t(`settings.${id}`)}
          description={t(`settings.${id}.text`)}
          aria-label={t('settings.of', { setting: t(`settings.${id}`), exchange: name })}
          disabled={!isOpen}
          checked={exchange[field] === true}
          onChange={(event) => host.setExchange({ ...exchange, [field]: event.currentTarget.checked })}
        />
      ))}
      <LatencyField
        exchange={name}
        latencyMs={exchange.latencyMs}
        isDisabled={!isOpen}
        onSet={(latencyMs) => host.setExchange({ ...exchange, latencyMs })}
      />
    </section>
  );
}

function Missing() {
  const { practice } = useStores();
  const host = useHost();
  const phase = useStore(practice, (slice) => slice.phase);
  if (phase.kind === 'loading') return <Skeleton widths={WAITING} />;
  if (phase.kind === 'failed' && phase.failure.kind !== 'not-found') {
    return <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.refresh()} />;
  }
  return <PanelMessage>{t('settings.practice.none')}</PanelMessage>;
}
