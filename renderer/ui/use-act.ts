import { useRef, useState } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';

/** Null when it was done. */
type Done = Promise<Failure | null>;

export interface Act {
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  /** A second press while the first is under way does nothing. Resolves true when it was done. */
  run(action: () => Done): Promise<boolean>;
}

/** Something asked of the host from a button: whether it is under way, and why it was not done. */
export function useAct(): Act {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const underWay = useRef(false);
  return {
    isBusy,
    failure,
    async run(action) {
      if (underWay.current) return false;
      underWay.current = true;
      setBusy(true);
      setFailure(null);
      const result = await action();
      underWay.current = false;
      setBusy(false);
      setFailure(result);
      return result === null;
    },
  };
}
