import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../stores/context.ts';

const loadPalette = () => import('./palette/palette.tsx');
const Palette = lazy(() => loadPalette().then((file) => ({ default: file.Palette })));
const ShortcutsList = lazy(() =>
  import('./shortcuts/shortcuts-list.tsx').then((file) => ({ default: file.ShortcutsList })),
);

/** What lies over the page. Its code comes after first paint. */
export function Overlays() {
  const { ui } = useStores();
  const dialog = useStore(ui, (state) => state.dialog);
  useEffect(() => {
    // There before it is asked for: the letters typed right after its keys must not be lost.
    const id = window.requestIdleCallback(() => void loadPalette());
    return () => window.cancelIdleCallback(id);
  }, []);
  return (
    <Suspense fallback={null}>
      {dialog === 'palette' ? <Palette /> : null}
      {dialog === 'shortcuts' ? <ShortcutsList /> : null}
    </Suspense>
  );
}
