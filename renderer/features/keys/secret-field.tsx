import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { t } from '../../i18n/i18n.ts';

/** Left alone for so long, a secret is cleared from its field. */
const CLEAR_AFTER_MS = 60_000;

interface SecretFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly isDisabled?: boolean;
}

/**
 * Takes a secret. Its text is in the box alone, never in the page's state, and leaves it a minute after the box was left,
 * or with the box itself.
 */
export function SecretField({ label, hint, field, isDisabled = false }: SecretFieldProps) {
  const id = useId();
  const timer = useRef<number | undefined>(undefined);
  const [isCleared, setCleared] = useState(false);
  useEffect(() => {
    const box = field.current;
    return () => {
      window.clearTimeout(timer.current);
      if (box !== null) box.value = '';
    };
  }, [field]);

  function clearSoon(): void {
    timer.current = window.setTimeout(() => {
      const box = field.current;
      if (box === null || box.value === '') return;
      box.value = '';
      setCleared(true);
    }, CLEAR_AFTER_MS);
  }

  const note = isCleared ? t('add.secret.cleared') : hint;
  return (
    <div className="form__field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={field}
        className="field form__input"
        type="password"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        data-1p-ignore=""
        data-lpignore="true"
        disabled={isDisabled}
        aria-describedby={note === undefined ? undefined : `${id}-hint`}
        onFocus={() => {
          window.clearTimeout(timer.current);
          setCleared(false);
        }}
        onBlur={clearSoon}
      />
      {note === undefined ? null : (
        <span className="form__hint" id={`${id}-hint`} role={isCleared ? 'status' : undefined}>
          {note}
        </span>
      )}
    </div>
  );
}

/** Takes the text out of a box and leaves it empty. */
export function takeText(field: RefObject<HTMLInputElement | null>): string {
  const text = field.current?.value ?? '';
  if (field.current !== null) field.current.value = '';
  return text;
}
