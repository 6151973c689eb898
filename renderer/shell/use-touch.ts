import { useEffect } from 'react';
import { useHost } from '../stores/context.ts';

/** Tells the app lock that its user is at work. */
export function useTouch(): void {
  const host = useHost();
  useEffect(() => {
    const touch = (): void => host.touchLock();
    window.addEventListener('pointerdown', touch, { passive: true });
    window.addEventListener('keydown', touch);
    return () => {
      window.removeEventListener('pointerdown', touch);
      window.removeEventListener('keydown', touch);
    };
  }, [host]);
}
