import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  readonly label: string;
  readonly className: string;
  /** A click beside it leaves it open: there is something in it to lose. */
  readonly isFirm?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Lies over the page and keeps the keyboard until it is closed; the focus then goes back to where it was. */
export function Dialog({ label, className, isFirm = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it, as Escape does
    <dialog
      ref={element}
      className={`dialog ${className}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (!isFirm && event.target === event.currentTarget) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
