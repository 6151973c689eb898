import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { StorageStats } from '../../../shared/model/storage.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { formatCount } from '../../ui/format.ts';
import { Pick } from '../../ui/pick.tsx';
import { Setting } from '../../ui/setting.tsx';

const AGES_DAYS = [1, 7, 30, 90];

interface ClearOutProps {
  readonly stats: StorageStats;
  readonly isDisabled: boolean;
}

/** Removes old requests now. It cannot be undone, so it asks once more, in place. */
export function ClearOut({ stats, isDisabled }: ClearOutProps) {
  const { storage } = useStores();
  const host = useHost();
  const isClearing = useStore(storage, (state) => state.isClearing);
  const [days, setDays] = useState(30);
  const [isAsking, setAsking] = useState(false);
  const ask = useRef<HTMLButtonElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    // The button that was pressed is gone either way: the keyboard goes on where the question is.
    if (isAsking) cancel.current?.focus();
    else if (wasAsking.current) ask.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  const isOff = isDisabled || isClearing || stats.rows === 0;
  return (
    <Setting name={t('storage.clear-out')} hint={t('storage.clear-out.text')} part="clear-out">
      {(ids) =>
        isAsking ? (
          <fieldset className="settings__ask" aria-labelledby={ids.nameId}>
            <span>{t('storage.clear-out.sure', { count: days })}</span>
            <button type="button" className="button" ref={cancel} onClick={() => setAsking(false)}>
              {t('action.cancel')}
            </button>
            <button
              type="button"
              className="button button--danger"
              disabled={isOff}
              onClick={() => {
                setAsking(false);
                host.clearOut(days);
              }}
            >
              {t('storage.clear-out.do')}
            </button>
          </fieldset>
        ) : (
          <span className="settings__ask">
            <Cleared isClearing={isClearing} />
            <Pick
              ids={ids}
              options={AGES_DAYS.map((one) => ({
                value: String(one),
                label: t('storage.older-than', { count: one }),
              }))}
              value={String(days)}
              isDisabled={isOff}
              onPick={(value) => setDays(Number(value))}
            />
            <button type="button" className="button" ref={ask} aria-disabled={isOff} onClick={() => setAsking(!isOff)}>
              {t('storage.clear-out.ask')}
            </button>
          </span>
        )
      }
    </Setting>
  );
}

function Cleared({ isClearing }: { readonly isClearing: boolean }) {
  const { storage } = useStores();
  const removed = useStore(storage, (state) => state.rowsRemoved);
  const text = isClearing
    ? t('storage.clearing')
    : removed === null
      ? ''
      : t('storage.cleared', { count: removed, rows: formatCount(removed) });
  return (
    <span className="setting__hint" role="status">
      {text}
    </span>
  );
}
