import { type FormEvent, useState } from 'react';
import type { LimitsView } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { isRaise, isShare, limitOf, type LimitName, mayBeNone, NO_LIMIT, retypeOf, typedOf } from './limit-values.ts';
import { NumberInput } from './number-input.tsx';
import { NotDone } from './order-parts.tsx';
import { useAct } from '../../ui/use-act.ts';

interface EditProps {
  readonly name: LimitName;
  readonly view: LimitsView;
  readonly onDone: () => void;
}

/** One limit at a time, so that what is typed again can only mean this one. */
export function LimitEdit({ name, view: { limits }, onDone }: EditProps) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const [typed, setTyped] = useState(typedOf(name, limits[name]));
  const [again, setAgain] = useState('');
  const next = limitOf(name, typed);
  const isRaising = next !== undefined && isRaise(limits, name, next);
  const isRetyped =
    !isRaising || (next === null ? again.trim().toLowerCase() === NO_LIMIT : limitOf(name, again) === next);
  const canSave = next !== undefined && next !== limits[name] && isRetyped && isOpen && !act.isBusy;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!canSave || next === undefined) return;
    const wanted = isRaising ? retypeOf(next) : '';
    void act
      .run(() => host.orders.setLimits({ ...limits, [name]: next }, wanted))
      .then((done) => {
        if (done) onDone();
      });
  }
  return (
    <form className="own-limits__form" onSubmit={submit}>
      <NumberInput label={t('own-limits.new')} unit={isShare(name) ? '%' : ''} text={typed} onText={setTyped} isFirst>
        {mayBeNone(name) ? <p className="order-none">{t('own-limits.empty')}</p> : null}
      </NumberInput>
      {!isRaising ? null : next === null ? (
        <label className="own-limits__word">
          {t('own-limits.again.none')} <code translate="no">{NO_LIMIT}</code>
          <input
            className="field ticket-field__input"
            autoComplete="off"
            maxLength={20}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
        </label>
      ) : (
        <NumberInput label={t('own-limits.again')} unit={isShare(name) ? '%' : ''} text={again} onText={setAgain} />
      )}
      {isRaising ? <p className="order-none">{t('own-limits.minute')}</p> : null}
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
