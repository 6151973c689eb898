import type { SettingIds } from './setting.tsx';

export interface PickOption {
  readonly value: string;
  readonly label: string;
}

export interface PickGroup {
  readonly name: string;
  readonly options: readonly PickOption[];
}

interface PickProps {
  readonly ids: SettingIds;
  readonly options: readonly PickOption[];
  readonly groups?: readonly PickGroup[];
  readonly value: string;
  readonly isDisabled?: boolean;
  readonly onPick: (value: string) => void;
}

/** One of many: the system's own list, which the keyboard knows by first letters. */
export function Pick({ ids, options, groups = [], value, isDisabled = false, onPick }: PickProps) {
  return (
    <select
      className="pick field"
      aria-labelledby={ids.nameId}
      aria-describedby={ids.hintId}
      value={value}
      disabled={isDisabled}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
      {groups.map((group) => (
        <optgroup key={group.name} label={group.name} translate="no">
          {group.options.map((option) => (
            <option key={option.value} value={option.value} translate="no">
              {option.label}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
