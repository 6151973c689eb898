import { SegmentedControl } from '@mantine/core';

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  /** Null: none of them, as when several things differ. */
  readonly value: Value | null;
  readonly isDisabled?: boolean;
  readonly onChoose: (value: Value) => void;
}

const CLASSES = { root: 'levels', label: 'levels__label', indicator: 'levels__indicator' };

/** One of a few, all in sight. */
export function Choice<Value extends string>({
  label,
  options,
  value,
  isDisabled = false,
  onChoose,
}: ChoiceProps<Value>) {
  return (
    <SegmentedControl
      aria-label={label}
      size="xs"
      disabled={isDisabled}
      classNames={CLASSES}
      data={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value ?? ''}
      onChange={(next) => {
        const option = options.find((one) => one.value === next);
        if (option !== undefined) onChoose(option.value);
      }}
    />
  );
}
