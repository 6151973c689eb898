import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys walk through the rows of all cards; Tab does too. Within an open row they belong to what is in it. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const rows = [...document.querySelectorAll<HTMLElement>('[data-bucket-row]')];
  const place = rows.findIndex((row) => row.matches(':focus'));
  const next = place < 0 ? undefined : rows[place + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
