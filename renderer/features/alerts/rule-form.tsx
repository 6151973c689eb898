import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type AlertRule, AlertSeverity } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { ActFailure } from './act-failure.tsx';
import { severityText } from './alert-text.ts';
import { kindInfo } from './kinds.ts';
import { draftOf, readDraft, type RuleDraft, type RuleFault } from './rule-draft.ts';
import { useAct } from '../../ui/use-act.ts';

interface RuleFormProps {
  readonly rule: AlertRule;
  readonly name: string;
  readonly onDone: () => void;
}

/** Changes a rule, or makes one of a single account out of the common one. Nothing holds before it is saved. */
export function RuleForm({ rule, name, onDone }: RuleFormProps) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [isTried, setTried] = useState(false);
  const { fires, unit, isOfAccounts } = kindInfo[rule.kind];
  const reading = readDraft(rule, draft);
  const faults = (isTried ? reading.faults : null) ?? {};
  const change = (patch: Partial<RuleDraft>): void => setDraft((now) => ({ ...now, ...patch }));
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    const { rule: next } = reading;
    if (next !== null && (await act.run(() => host.alerts.setRule(next)))) onDone();
  }
  async function reset(): Promise<void> {
    if (await act.run(() => host.alerts.resetRule(rule.kind, rule.account))) onDone();
  }
  return (
    <form
      className="rule-form"
      aria-label={t('rules.change.of', { name })}
      noValidate
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      {rule.account === null && isOfAccounts ? <ForAccount draft={draft} onChange={change} /> : null}
      <Severity draft={draft} isFirst={rule.account !== null || !isOfAccounts} onChange={change} />
      {fires === null || unit === 'none' ? null : (
        <>
          <Figure
            label={t(`rules.edit.threshold.${fires}`)}
            unit={t(`rules.unit.${unit}`)}
            text={draft.threshold}
            fault={faults.threshold}
            onText={(threshold) => change({ threshold })}
          />
          <Figure
            label={t('rules.edit.clear')}
            unit={t(`rules.unit.${unit}`)}
            text={draft.clearAt}
            fault={faults.clearAt}
            onText={(clearAt) => change({ clearAt })}
          />
        </>
      )}
      <Figure
        label={t('rules.edit.hold')}
        unit={t('rules.unit.s')}
        text={draft.hold}
        fault={faults.hold}
        onText={(hold) => change({ hold })}
      />
      <Figure
        label={t('rules.edit.cool')}
        unit={t('rules.unit.s')}
        text={draft.cool}
        fault={faults.cool}
        onText={(cool) => change({ cool })}
      />
      <span className="rule-form__acts">
        <button type="submit" className="button button--main" disabled={!isOpen || act.isBusy}>
          {t('rules.save')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('rules.cancel')}
        </button>
        <button
          type="button"
          className="button"
          disabled={!isOpen || act.isBusy}
          aria-label={rule.account === null ? t('rules.reset.of', { name }) : t('rules.remove.of', { name })}
          onClick={() => void reset()}
        >
          {rule.account === null ? t('rules.reset') : t('rules.remove')}
        </button>
      </span>
      <ActFailure act={act} />
    </form>
  );
}

interface PartProps {
  readonly draft: RuleDraft;
  readonly onChange: (patch: Partial<RuleDraft>) => void;
}

const EVERY = '';

function ForAccount({ draft, onChange }: PartProps) {
  const { accounts } = useStores();
  const list = useStore(accounts, (state) => state.list);
  const id = useId();
  const first = useFirst<HTMLSelectElement>(true);
  return (
    <span className="rule-form__field">
      <label htmlFor={id}>{t('rules.edit.for')}</label>
      <select
        id={id}
        ref={first}
        className="field"
        value={draft.account ?? EVERY}
        onChange={({ currentTarget: { value } }) => onChange({ account: value === EVERY ? null : value })}
      >
        <option value={EVERY}>{t('rules.edit.every')}</option>
        {list.map((account) => (
          <option key={account.id} value={account.id} translate="no">
            {account.label}
          </option>
        ))}
      </select>
    </span>
  );
}

function Severity({ draft, isFirst, onChange }: PartProps & { readonly isFirst: boolean }) {
  const id = useId();
  const first = useFirst<HTMLSelectElement>(isFirst);
  return (
    <span className="rule-form__field">
      <label htmlFor={id}>{t('rules.edit.severity')}</label>
      <select
        id={id}
        ref={first}
        className="field"
        value={draft.severity}
        onChange={({ currentTarget: { value } }) => onChange({ severity: AlertSeverity.parse(value) })}
      >
        {AlertSeverity.options.map((severity) => (
          <option key={severity} value={severity}>
            {severityText(severity)}
          </option>
        ))}
      </select>
    </span>
  );
}

/** The form has the keyboard when it appears. */
function useFirst<Control extends HTMLElement>(isFirst: boolean): React.RefObject<Control | null> {
  const control = useRef<Control>(null);
  useEffect(() => {
    if (isFirst) control.current?.focus();
  }, [isFirst]);
  return control;
}

interface FigureProps {
  readonly label: string;
  readonly unit: string;
  readonly text: string;
  readonly fault: RuleFault | undefined;
  readonly onText: (text: string) => void;
}

function Figure({ label, unit, text, fault, onText }: FigureProps) {
  const id = useId();
  return (
    <span className="rule-form__field">
      <label htmlFor={id}>{label}</label>
      <span className="rule-form__box">
        <input
          id={id}
          className="field field--number"
          type="number"
          inputMode="decimal"
          step="any"
          value={text}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-fault`}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        {unit}
      </span>
      <span id={`${id}-fault`} className="alerts__fault" role={fault === undefined ? undefined : 'alert'}>
        {fault === undefined ? null : t(`rules.fault.${fault}`)}
      </span>
    </span>
  );
}
