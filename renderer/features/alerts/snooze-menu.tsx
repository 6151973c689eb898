import { Popover } from '@mantine/core';
import { useState } from 'react';
import { timeZone } from '../../i18n/formats.ts';
import { t } from '../../i18n/i18n.ts';
import { useHostNow, useIsOpen } from '../../stores/context.ts';
import { formatMinute } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { tomorrowMs, utcOffsetMinutes } from './times.ts';

const CLASSES = { dropdown: 'snooze' };
const MINUTE_MS = 60_000;

interface SnoozeMenuProps {
  readonly label: string;
  readonly name: string;
  readonly onSnooze: (untilMs: number) => void;
}

/** For a while: 15 minutes, an hour, until tomorrow morning. */
export function SnoozeMenu({ label, name, onSnooze }: SnoozeMenuProps) {
  const canSnooze = useIsOpen();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      classNames={CLASSES}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className="button"
          aria-label={name}
          disabled={!canSnooze}
          onClick={() => setOpen(!isOpen)}
        >
          {label}
          <Icon name="down" size={16} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        <Times
          onChoose={(untilMs) => {
            setOpen(false);
            onSnooze(untilMs);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Times({ onChoose }: { readonly onChoose: (untilMs: number) => void }) {
  const nowMs = useHostNow();
  const tomorrow = tomorrowMs(nowMs, utcOffsetMinutes(timeZone(), nowMs));
  const choices = [
    { text: t('snooze.minutes'), untilMs: nowMs + 15 * MINUTE_MS },
    { text: t('snooze.hour'), untilMs: nowMs + 60 * MINUTE_MS },
    { text: t('snooze.tomorrow', { time: formatMinute(tomorrow) }), untilMs: tomorrow },
  ];
  return (
    <ul className="snooze__list">
      {choices.map(({ text, untilMs }) => (
        <li key={text}>
          <button type="button" className="snooze__time" onClick={() => onChoose(untilMs)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
