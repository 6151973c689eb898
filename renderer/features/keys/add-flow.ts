import { useEffect, useRef, useState } from 'react';
import type { Environment } from '../../../shared/model/account.ts';
import type { AddOutcome, KeyPlace } from '../../../shared/contract/keys-contract.ts';
import type { Failure, Result } from '../../../shared/contract/failure.ts';
import type { KeyId, KeyView, RotationView } from '../../../shared/model/vault.ts';
import type { HostActions } from '../../stores/context.ts';
import { useHost } from '../../stores/context.ts';
import { clipboardHolds } from './clipboard.ts';

export type WantedPhrase = Omit<Extract<AddOutcome, { kind: 'phrase-wanted' }>, 'kind'>;

export type AddStep =
  | { readonly kind: 'form' }
  | {
      readonly kind: 'generated';
      readonly pendingId: string;
      readonly publicKeyPem: string;
      readonly environment: Environment;
    }
  | ({ readonly kind: 'phrase' } & WantedPhrase)
  | { readonly kind: 'added'; readonly key: KeyView }
  | { readonly kind: 'compare'; readonly rotation: RotationView }
  | { readonly kind: 'switched' };

export interface Material {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string | null;
}

export interface AddFlow {
  readonly step: AddStep;
  readonly isWorking: boolean;
  readonly failure: Failure | null;
  /** The pasted secret was seen in the clipboard; null: it may not be looked at. */
  readonly isInClipboard: boolean | null;
  save(place: KeyPlace, material: Material): void;
  generate(place: KeyPlace): void;
  finish(apiKey: string): void;
  confirm(phrase: string): void;
  compare(newKey: KeyId): void;
  switchTo(newKey: KeyId): void;
}

/** The steps of one key on its way in. A secret is held by the call that carries it, and by nothing else. */
export function useAddFlow(first: AddStep = { kind: 'form' }): AddFlow {
  const host = useHost();
  const [step, setStep] = useState<AddStep>(first);
  const [isWorking, setWorking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isInClipboard, setInClipboard] = useState<boolean | null>(null);
  const pending = usePending(host, step);

  async function run<Value>(act: () => Promise<Result<Value>>, then: (value: Value) => void): Promise<void> {
    setWorking(true);
    setFailure(null);
    const result = await act();
    setWorking(false);
    if (result.ok) then(result.value);
    else setFailure(result.failure);
  }

  function take(outcome: AddOutcome): void {
    if (outcome.kind === 'added') {
      pending.current = null;
      setStep(outcome);
    } else setStep({ ...outcome, kind: 'phrase' });
  }

  async function look(secret: string): Promise<void> {
    setInClipboard(await clipboardHolds(secret));
  }

  return {
    step,
    isWorking,
    failure,
    isInClipboard,
    save(place, { apiKey, secret, passphrase }) {
      const act = async (): Promise<Result<AddOutcome>> => {
        const result = await host.ask('keys.add', { place, apiKey, secret, passphrase });
        if (result.ok) await look(secret);
        return result;
      };
      void run(act, take);
    },
    generate: (place) =>
      void run(
        () => host.ask('keys.generate', { place }),
        (made) => setStep({ kind: 'generated', ...made, environment: place.environment }),
      ),
    finish(apiKey) {
      if (step.kind !== 'generated') return;
      void run(() => host.ask('keys.finishGenerated', { pendingId: step.pendingId, apiKey }), take);
    },
    confirm(phrase) {
      if (step.kind !== 'phrase') return;
      void run(() => host.ask('keys.confirm', { pendingId: step.pendingId, phrase }), take);
    },
    compare: (newKey) =>
      void run(
        () => host.ask('keys.rotation', { newKey }),
        (rotation) => setStep({ kind: 'compare', rotation }),
      ),
    switchTo: (newKey) =>
      void run(
        () => host.ask('keys.switch', { newKey }),
        () => setStep({ kind: 'switched' }),
      ),
  };
}

/** What waits in the host is dropped when its user goes away. */
function usePending(host: HostActions, step: AddStep): React.RefObject<string | null> {
  const pending = useRef<string | null>(null);
  useEffect(() => {
    if (step.kind === 'generated' || step.kind === 'phrase') pending.current = step.pendingId;
  }, [step]);
  useEffect(
    () => () => {
      if (pending.current !== null) void host.ask('keys.dropPending', { pendingId: pending.current });
    },
    [host],
  );
  return pending;
}
