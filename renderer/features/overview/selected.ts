import { useStore } from 'zustand';
import { useStores } from '../../stores/context.ts';

/** The bucket in the chart: the one chosen, else the tightest. */
export function useSelectedKey(): string | null {
  const { ui, layout } = useStores();
  const chosen = useStore(ui, (state) => state.selected);
  const tightest = useStore(
    layout,
    (state) => state.accounts.find((account) => account.shown.length > 0)?.shown[0] ?? null,
  );
  return chosen ?? tightest;
}
