import type { PracticeState } from '../../../shared/model/host.ts';
import { WorkloadLevel } from '../../../shared/model/host.ts';
import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { formatCount } from '../../ui/format.ts';

type PracticeExchange = PracticeState['exchanges'][number];

const SWITCHES = [
  { id: 'neighbour', field: 'neighbour' },
  { id: 'maintenance', field: 'maintenance' },
  { id: 'announced', field: 'announced' },
  { id: 'soft', field: 'softThrottling' },
] as const;
const LATENCIES_MS = [0, 250, 1_000, 5_000];

/** What the practice bots and exchanges do; nothing while the host cannot be heard or has none. */
export function practiceActions(app: App): readonly Action[] {
  const { link, practice } = app.stores;
  const { state } = practice.getState();
  if (state === null || link.getState().status.kind !== 'open') return [];
  return [...workloadActions(app, state), ...state.exchanges.flatMap((exchange) => exchangeActions(app, exchange))];
}

function workloadActions({ stores, host }: App, { workloads }: PracticeState): readonly Action[] {
  const labelOf = (id: string): string =>
    stores.accounts.getState().list.find((account) => account.id === id)?.label ?? id;
  const everyone = workloads.map((one) => one.account);
  const ofAll = WorkloadLevel.options.map((level) => ({
    id: `workload.all.${level}`,
    group: 'practice' as const,
    title: t('do.workload.all', { level: t(`workload.${level}`) }),
    isUseful: workloads.some((one) => one.level !== level),
    run: () => host.setWorkload(everyone, level),
  }));
  const ofEach = workloads.flatMap(({ account, level: now }) =>
    WorkloadLevel.options.map((level) => ({
      id: `workload.${account}.${level}`,
      group: 'practice' as const,
      title: t('do.workload', { account: labelOf(account), level: t(`workload.${level}`) }),
      isUseful: now !== level,
      run: () => host.setWorkload([account], level),
    })),
  );
  return [...ofAll, ...ofEach];
}

function exchangeActions({ host }: App, exchange: PracticeExchange): readonly Action[] {
  const name = t(`exchange.${exchange.exchange}`);
  const switches = SWITCHES.filter(({ field }) => exchange[field] !== undefined).map(({ id, field }) => {
    const values = { setting: t(`settings.${id}`), exchange: name };
    return {
      id: `practice.${exchange.exchange}.${id}`,
      group: 'practice' as const,
      title: exchange[field] ? t('do.switch-off', values) : t('do.switch-on', values),
      words: t(`settings.${id}.text`),
      isUseful: true,
      run: () => host.setExchange({ ...exchange, [field]: exchange[field] !== true }),
    };
  });
  const latencies = LATENCIES_MS.map((latencyMs) => ({
    id: `practice.${exchange.exchange}.latency.${latencyMs}`,
    group: 'practice' as const,
    title: t('do.latency', { exchange: name, latency: t('time.ms', { value: formatCount(latencyMs) }) }),
    isUseful: exchange.latencyMs !== latencyMs,
    run: () => host.setExchange({ ...exchange, latencyMs }),
  }));
  return [...switches, ...latencies];
}
