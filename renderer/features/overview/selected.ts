import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { AccountId } from '../../../shared/model/account.ts';
import type { Stores } from '../../stores/stores.ts';
import { useStores } from '../../stores/context.ts';

/** No limit is open. */
const NONE = '';

/** Where all limits stay in sight beside an open one. */
const ROOMY = '(min-width: 1500px) and (min-height: 1200px)';

/** Opens the tightest limit of the first moment where there is room; it stays open though another becomes tighter. */
export function useFirstOpen(): void {
  const { ui, layout } = useStores();
  const chosen = useStore(ui, (state) => state.selected);
  const tightest = useStore(
    layout,
    (state) => state.accounts.find((account) => account.shown.length > 0)?.shown[0] ?? null,
  );
  useEffect(() => {
    if (chosen !== null || tightest === null) return;
    ui.setState({ selected: window.matchMedia(ROOMY).matches ? tightest : NONE });
  }, [chosen, tightest, ui]);
}

/** Whether this limit is open in this card: a limit that several accounts share stands in several cards. */
export function useIsOpen(bucketKey: string, card: AccountId): boolean {
  const { ui, inspect, limits } = useStores();
  const isChosen = useStore(ui, (state) => state.selected === bucketKey);
  const chosenCard = useStore(inspect, (state) => state.card);
  const holders = useStore(limits, (state) => state.byKey[bucketKey]?.accounts);
  if (!isChosen || holders === undefined) return false;
  const isCardOfIt = chosenCard !== null && holders.includes(chosenCard);
  return card === (isCardOfIt ? chosenCard : holders[0]);
}

export function openLimit({ ui, inspect }: Stores, bucketKey: string, card: AccountId): void {
  inspect.setState({ card });
  ui.setState({ selected: bucketKey });
}

export function closeLimit({ ui }: Stores): void {
  ui.setState({ selected: NONE });
}
