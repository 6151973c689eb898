import { useRef } from 'react';
import { useStore } from 'zustand';
import type { AlertRule } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { formatLeft } from '../../ui/format.ts';
import { ActFailure } from './act-failure.tsx';
import { kindText, measureText } from './alert-text.ts';
import { kindInfo } from './kinds.ts';
import { RuleForm } from './rule-form.tsx';
import { SeverityMark } from './severity-mark.tsx';
import { useAct } from '../../ui/use-act.ts';

interface RuleRowProps {
  readonly rule: AlertRule;
  readonly isEdited: boolean;
  readonly onEdit: (isOn: boolean) => void;
  readonly onTested: (name: string) => void;
}

const COLUMNS = 8;

/** One rule in a line; its form below while it is edited. */
export function RuleRow({ rule, isEdited, onEdit, onTested }: RuleRowProps) {
  const { accounts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const change = useRef<HTMLButtonElement>(null);
  const label = useStore(accounts, (state) => state.list.find(({ id }) => id === rule.account)?.label ?? rule.account);
  const kind = kindText(rule.kind);
  const name = label === null ? kind : t('rules.of-account', { kind, account: label });
  const { fires, unit } = kindInfo[rule.kind];
  function close(): void {
    onEdit(false);
    change.current?.focus();
  }
  async function test(): Promise<void> {
    if (await act.run(() => host.alerts.test(rule.kind))) onTested(name);
  }
  return (
    <>
      <tr data-off={!rule.isOn} data-of-account={rule.account !== null}>
        <th scope="row">
          {label === null ? kind : t('rules.only', { account: label })}
          {label === null ? <span className="rules__measure">{t(`alert.measure.${rule.kind}`)}</span> : null}
          <ActFailure act={act} />
        </th>
        <td>
          <input
            type="checkbox"
            className="alerts__switch"
            aria-label={t('rules.on.of', { name })}
            checked={rule.isOn}
            disabled={!isOpen || act.isBusy}
            onChange={(event) => {
              const isOn = event.currentTarget.checked;
              void act.run(() => host.alerts.setRule({ ...rule, isOn }));
            }}
          />
        </td>
        <td>
          <SeverityMark severity={rule.severity} />
        </td>
        <td>
          {fires === null ? t('rules.event') : t(`rules.fires.${fires}`, { value: measureText(unit, rule.threshold) })}
        </td>
        <td>
          {fires === null
            ? t('figure.none')
            : t(`rules.clears.${fires}`, { value: measureText(unit, rule.clearAt ?? rule.threshold) })}
        </td>
        <td>{rule.forS === 0 ? t('rules.at-once') : formatLeft(rule.forS * 1_000)}</td>
        <td>{rule.coolDownS === 0 ? t('rules.at-once') : formatLeft(rule.coolDownS * 1_000)}</td>
        <td>
          <span className="rules__acts">
            <button
              ref={change}
              type="button"
              className="button"
              aria-expanded={isEdited}
              aria-label={t('rules.change.of', { name })}
              onClick={() => onEdit(!isEdited)}
            >
              {t('rules.change')}
            </button>
            {rule.account !== null ? null : (
              <button
                type="button"
                className="button"
                disabled={!isOpen || act.isBusy}
                aria-label={t('rules.test.of', { name })}
                onClick={() => void test()}
              >
                {t('rules.test')}
              </button>
            )}
          </span>
        </td>
      </tr>
      {isEdited ? (
        <tr className="rules__edited">
          <td colSpan={COLUMNS}>
            <RuleForm rule={rule} name={name} onDone={close} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
