import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import { Icon } from '../../ui/icons.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly initial?: string;
  readonly field?: RefObject<HTMLInputElement | null>;
  readonly isDisabled?: boolean;
  readonly isCode?: boolean;
  readonly maxLength?: number;
}

/** A line of text that is read when it is needed. */
export function TextField(props: TextFieldProps) {
  const { label, hint, initial = '', field, isDisabled = false, isCode = false, maxLength } = props;
  const id = useId();
  return (
    <div className="form__field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={field}
        className={`field form__input ${isCode ? 'form__input--code' : ''}`}
        type="text"
        autoComplete="off"
        spellCheck={false}
        defaultValue={initial}
        maxLength={maxLength}
        disabled={isDisabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint === undefined ? null : (
        <span className="form__hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly isDisabled?: boolean;
  readonly onPick: (value: Value) => void;
}

/** One of a few, in the system's own list. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, options, value, isDisabled = false, onPick } = props;
  const id = useId();
  return (
    <div className="form__field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field form__input"
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const option = options.find((one) => one.value === event.currentTarget.value);
          if (option !== undefined) onPick(option.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface TaskHeadProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Title of a task over the page, with its way out. */
export function TaskHead({ title, closeLabel, onClose, children }: TaskHeadProps) {
  return (
    <header className="task__head">
      <div>
        <h2 className="task__title">{title}</h2>
        {children}
      </div>
      <button type="button" className="button button--quiet" aria-label={closeLabel} onClick={onClose}>
        <Icon name="close" size={16} />
      </button>
    </header>
  );
}

interface TroubleProps {
  readonly what: string;
  readonly todo?: string;
}

/** What went wrong in a task, and what to do about it. */
export function Trouble({ what, todo }: TroubleProps) {
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new trouble comes into sight
  useEffect(() => {
    // Its answer, a promise in new browsers, must not become the effect's own: React would call it as a clean-up.
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [what]);
  return (
    <div className="trouble" role="alert" ref={place}>
      <p className="trouble__what">{what}</p>
      {todo === undefined ? null : <p>{todo}</p>}
    </div>
  );
}
