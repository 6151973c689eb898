import { type KeyboardEvent, useState } from 'react';
import { t } from '../../i18n/i18n.ts';
import { Setting } from '../../ui/setting.tsx';

const MAX_LATENCY_MS = 10_000;

interface LatencyFieldProps {
  readonly exchange: string;
  readonly latencyMs: number;
  readonly isDisabled: boolean;
  readonly onSet: (latencyMs: number) => void;
}

/** Milliseconds; taken over on Enter or when the field is left, not on every digit. */
export function LatencyField({ exchange, latencyMs, isDisabled, onSet }: LatencyFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);

  function commit(): void {
    const chosen = draft === null ? null : readLatency(draft);
    setDraft(null);
    if (chosen !== null && chosen !== latencyMs) onSet(chosen);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') setDraft(null);
  }

  return (
    <Setting name={t('settings.latency')} hint={t('settings.latency.text')}>
      {({ hintId }) => (
        <span className="settings__number">
          <input
            className="field field--number"
            type="number"
            inputMode="numeric"
            min={0}
            max={MAX_LATENCY_MS}
            step={10}
            disabled={isDisabled}
            aria-label={t('settings.of', { setting: t('settings.latency'), exchange })}
            aria-describedby={hintId}
            value={draft ?? String(latencyMs)}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onBlur={commit}
            onKeyDown={onKeyDown}
          />
          {t('settings.latency.unit')}
        </span>
      )}
    </Setting>
  );
}

/** A whole number of ms within the bounds, or null when the text is none. */
export function readLatency(text: string): number | null {
  if (!/^\d{1,6}$/.test(text.trim())) return null;
  return Math.min(MAX_LATENCY_MS, Number(text));
}
