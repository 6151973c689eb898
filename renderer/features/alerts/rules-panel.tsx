import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { alertKinds, type AlertRule } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { Panel } from '../../ui/panel.tsx';
import { RuleRow } from './rule-row.tsx';

const NO_RULES: readonly AlertRule[] = [];
const COLUMNS = ['rule', 'on', 'severity', 'fires', 'clears', 'for', 'cool', 'acts'] as const;

/** Every rule, the common one of a kind before those of accounts. */
export function RulesPanel() {
  const { alerts } = useStores();
  const rules = useStore(alerts, (state) => state.settings?.rules ?? NO_RULES);
  const [edited, setEdited] = useState<string | null>(null);
  const [tested, setTested] = useState('');
  const rows = useMemo(() => ordered(rules), [rules]);
  return (
    <Panel title={t('rules.title')}>
      <p className="alerts__about">{t('rules.about')}</p>
      <p className="alerts__said" role="status">
        {tested === '' ? null : (
          <>
            {tested} <a href="#/alerts/now">{t('alerts.part.now')}</a>
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, which the keyboard must be able to do */}
      <section className="alerts__frame" aria-label={t('rules.table')} tabIndex={0}>
        <table className="alerts__table rules">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`rules.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((rule) => {
              const key = keyOf(rule);
              return (
                <RuleRow
                  key={key}
                  rule={rule}
                  isEdited={edited === key}
                  onEdit={(isOn) => setEdited(isOn ? key : null)}
                  onTested={(name) => setTested(t('rules.tested', { name }))}
                />
              );
            })}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

function keyOf({ kind, account }: AlertRule): string {
  return `${kind} ${account ?? ''}`;
}

function ordered(rules: readonly AlertRule[]): readonly AlertRule[] {
  return alertKinds.flatMap((kind) =>
    rules.filter((rule) => rule.kind === kind).toSorted((a, b) => (a.account ?? '').localeCompare(b.account ?? '')),
  );
}
