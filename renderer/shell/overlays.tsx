import { lazy, Suspense, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../stores/context.ts';
import { PaletteFrame } from './palette/palette-frame.tsx';

const loadPalette = () => import('./palette/palette.tsx');
const Palette = lazy(() => loadPalette().then((file) => ({ default: file.Palette })));
const ShortcutsList = lazy(() =>
  import('./shortcuts/shortcuts-list.tsx').then((file) => ({ default: file.ShortcutsList })),
);
const LOAD_WITHIN_MS = 2_000;

/** What lies over the page. Its code comes after first paint. */
export function Overlays() {
  const { ui } = useStores();
  const dialog = useStore(ui, (state) => state.dialog);
  const early = useRef('');
  useEffect(() => {
    const id = window.requestIdleCallback(() => void loadPalette(), { timeout: LOAD_WITHIN_MS });
    return () => window.cancelIdleCallback(id);
  }, []);
  if (dialog === 'palette') {
    return (
      <Suspense
        fallback={
          <PaletteFrame
            onType={(text) => {
              early.current = text;
            }}
          />
        }
      >
        <Palette takeEarly={() => early.current} />
      </Suspense>
    );
  }
  early.current = '';
  return <Suspense fallback={null}>{dialog === 'shortcuts' ? <ShortcutsList /> : null}</Suspense>;
}
