import { type ReactNode, useId } from 'react';

interface SettingProps {
  readonly name: string;
  readonly hint?: string;
  /** The name is a name its user or an exchange gave. */
  readonly isName?: boolean;
  /** Name of the part in the address, where it is one. */
  readonly part?: string;
  /** Draws the control; the ids lead to the name and the hint. */
  readonly children: (ids: SettingIds) => ReactNode;
}

export interface SettingIds {
  readonly nameId: string;
  readonly hintId: string | undefined;
}

/** One setting: its name and what it does on the left, its control on the right. */
export function Setting({ name, hint, isName = false, part, children }: SettingProps) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className="setting" data-part={part}>
      <span className="setting__what">
        <span id={`${id}-name`} translate={isName ? 'no' : undefined}>
          {name}
        </span>
        {hint === undefined ? null : (
          <span className="setting__hint" id={hintId}>
            {hint}
          </span>
        )}
      </span>
      {children({ nameId: `${id}-name`, hintId })}
    </div>
  );
}
