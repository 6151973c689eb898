import { type FormEvent, useId, useState } from 'react';
import type { QuietHours } from '../../../shared/model/alert.ts';
import { timeZone } from '../../i18n/formats.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useIsOpen } from '../../stores/context.ts';
import { Setting } from '../../ui/setting.tsx';
import { ActFailure } from './act-failure.tsx';
import { clockText, minuteOf, utcOffsetMinutes, zoneText } from './times.ts';
import { useAct } from '../../ui/use-act.ts';

/** Times of the local day between which only critical alerts are told. */
export function QuietForm({ quiet }: { readonly quiet: QuietHours }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const zone = timeZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offset = utcOffsetMinutes(zone, useHostSecond());
  const [from, setFrom] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const fromMinute = minuteOf(from ?? '') ?? quiet.fromMinute;
  const untilMinute = minuteOf(until ?? '') ?? quiet.untilMinute;
  const isSame = fromMinute === untilMinute;
  const isElsewhere =
    quiet.isOn && (quiet.zone === undefined ? quiet.utcOffsetMinutes !== offset : quiet.zone !== zone);
  const isChanged = fromMinute !== quiet.fromMinute || untilMinute !== quiet.untilMinute || isElsewhere;

  async function set(isOn: boolean): Promise<void> {
    const next = { isOn, fromMinute, untilMinute, utcOffsetMinutes: offset, zone };
    if (!(await act.run(() => host.alerts.setQuietHours(next)))) return;
    setFrom(null);
    setUntil(null);
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isSame) void set(quiet.isOn);
  }
  return (
    <>
      <Setting
        name={t('telling.quiet.on')}
        hint={t('telling.quiet.text', { zone: zone === zoneText(offset) ? zone : `${zone}, ${zoneText(offset)}` })}
      >
        {({ nameId, hintId }) => (
          <input
            type="checkbox"
            className="alerts__switch"
            aria-labelledby={nameId}
            aria-describedby={hintId}
            checked={quiet.isOn}
            disabled={!isOpen || act.isBusy}
            onChange={(event) => void set(event.currentTarget.checked)}
          />
        )}
      </Setting>
      <form className="telling__times" onSubmit={onSubmit}>
        <TimeField label={t('telling.quiet.from')} value={from ?? clockText(quiet.fromMinute)} onText={setFrom} />
        <TimeField label={t('telling.quiet.until')} value={until ?? clockText(quiet.untilMinute)} onText={setUntil} />
        <button type="submit" className="button" disabled={!isOpen || act.isBusy || !isChanged || isSame}>
          {t('telling.quiet.save')}
        </button>
      </form>
      {isSame ? (
        <p className="alerts__fault" role="alert">
          {t('telling.quiet.same')}
        </p>
      ) : null}
      {isElsewhere ? (
        <p className="alerts__note">
          {t('telling.quiet.zone', { kept: quiet.zone ?? zoneText(quiet.utcOffsetMinutes), zone })}
        </p>
      ) : null}
      <ActFailure act={act} />
    </>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}

function TimeField({ label, value, onText }: TimeFieldProps) {
  const id = useId();
  return (
    <span className="telling__time">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type="time"
        required
        value={value}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    </span>
  );
}
