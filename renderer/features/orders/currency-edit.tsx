import { type FormEvent, useId, useState } from 'react';
import type { LimitsView } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { useAct } from '../../ui/use-act.ts';
import { NotDone } from './order-parts.tsx';

interface EditProps {
  readonly view: LimitsView;
  readonly onDone: () => void;
}

/** What the two caps count in. Another currency makes other limits of the same figures, so it is typed twice like a raise. */
export function CurrencyEdit({ view: { limits }, onDone }: EditProps) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const [typed, setTyped] = useState<string>(limits.currency);
  const [again, setAgain] = useState('');
  const next = typed.trim().toUpperCase();
  const isOther = next !== '' && next !== limits.currency;
  const canSave = isOther && again.trim().toUpperCase() === next && isOpen && !act.isBusy;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!canSave) return;
    void act
      .run(() => host.orders.setLimits({ ...limits, currency: next }, next))
      .then((done) => {
        if (done) onDone();
      });
  }
  return (
    <form className="own-limits__form" onSubmit={submit}>
      <Word label={t('own-limits.currency.new')} value={typed} onValue={setTyped} />
      {isOther ? <Word label={t('own-limits.currency.again')} value={again} onValue={setAgain} /> : null}
      {isOther ? <p className="order-none">{t('own-limits.minute')}</p> : null}
      <div className="order-changes__buttons">
        <button type="submit" className="button button--action" disabled={!canSave}>
          {t('own-limits.save')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('action.cancel')}
        </button>
      </div>
      <NotDone failure={act.failure} />
    </form>
  );
}

interface WordProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function Word({ label, value, onValue }: WordProps) {
  const id = useId();
  return (
    <div className="ticket-field">
      <span className="ticket-field__head">
        <label htmlFor={id}>{label}</label>
      </span>
      <input
        id={id}
        className="field ticket-field__input"
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}
