import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';

const CLASSES = { tooltip: 'tip' };
const EVENTS = { hover: true, focus: true, touch: true };

/** A short explanation on hover and on focus. */
export function Tip({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  return (
    <Tooltip
      label={text}
      multiline
      openDelay={250}
      events={EVENTS}
      classNames={CLASSES}
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Tooltip>
  );
}
