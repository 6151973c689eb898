import type { KeyboardEvent } from 'react';
import type { KeyId, KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { EnvironmentBadge } from '../../ui/environment-badge.tsx';
import { adviceText } from './advice-text.ts';
import { GradeMark } from './grade-mark.tsx';
import { groupsOf, type KeyGroup, worstReason } from './order.ts';

interface KeyListProps {
  readonly keys: readonly KeyView[];
  readonly chosen: KeyId | null;
  readonly onChoose: (key: KeyId) => void;
}

/** All keys by account, the gravest reason of each in sight. */
export function KeyList({ keys, chosen, onChoose }: KeyListProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows within have the focus; this only moves it
    <div className="key-list" onKeyDown={moveAmongRows}>
      {groupsOf(keys).map((group) => (
        <Group key={group.account} group={group} chosen={chosen} onChoose={onChoose} />
      ))}
    </div>
  );
}

interface GroupProps extends Omit<KeyListProps, 'keys'> {
  readonly group: KeyGroup;
}

function Group({ group, chosen, onChoose }: GroupProps) {
  const { account, label, exchange, environment, keys } = group;
  const id = `keys-of-${account}`;
  return (
    <section className={`key-group key-group--${environment}`} aria-labelledby={id}>
      <header className="key-group__head">
        <h3 className="key-group__name" id={id} translate="no">
          {label}
        </h3>
        <span className="key-group__exchange">{t(`exchange.${exchange}`)}</span>
        <EnvironmentBadge environment={environment} />
      </header>
      <ul>
        {keys.map((key) => (
          <li key={key.id}>
            <Row view={key} isChosen={key.id === chosen} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly view: KeyView;
  readonly isChosen: boolean;
  readonly onChoose: (key: KeyId) => void;
}

function Row({ view, isChosen, onChoose }: RowProps) {
  const { id, label, last4, algorithm, presence, role, audit } = view;
  const reason = worstReason(view);
  return (
    <button
      type="button"
      className="key-row"
      data-key-row={id}
      aria-current={isChosen ? 'true' : undefined}
      onClick={() => onChoose(id)}
    >
      <GradeMark grade={audit?.grade ?? null} />
      <span className="key-row__what">
        <span className="key-row__name">
          <strong translate="no">{label}</strong>
          <code translate="no">…{last4}</code>
        </span>
        <span className="key-row__facts">
          <span>{t(`algorithm.${algorithm}`)}</span>
          <span className={`presence presence--${presence}`}>{t(`presence.${presence}`)}</span>
          {role === 'active' ? null : <span className="key-row__role">{t(`role.${role}`)}</span>}
        </span>
        {reason === null ? null : (
          <span className={`key-row__reason key-row__reason--${reason.severity}`}>{adviceText(reason).what}</span>
        )}
      </span>
    </button>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function moveAmongRows(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const rows: readonly HTMLElement[] = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-key-row]')];
  const { activeElement } = document;
  const next = activeElement instanceof HTMLElement ? rows[rows.indexOf(activeElement) + step] : undefined;
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
