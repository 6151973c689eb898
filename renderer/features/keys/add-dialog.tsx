import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { KeyPlace } from '../../../shared/contract/keys-contract.ts';
import type { KeyId, KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { type AddFlow, useAddFlow } from './add-flow.ts';
import { AddedStep, GeneratedStep, PhraseStep } from './add-steps.tsx';
import { TaskHead, Trouble } from './fields.tsx';
import { failureHelp } from './failure-help.ts';
import { KeyForm } from './key-form.tsx';
import { placeAfter } from './places.ts';
import { CompareStep, SwitchedStep } from './rotation-steps.tsx';

const FIRST_PLACE: KeyPlace = {
  exchange: 'binance',
  environment: 'live',
  region: 'global',
  label: '',
  replaces: null,
};

interface AddDialogProps {
  /** The key whose place the new one takes; null: a new account. */
  readonly replaces: KeyView | null;
  /** A key that was added before and now is to take over. */
  readonly candidate?: KeyId;
  readonly onClose: (added: KeyId | null) => void;
}

/** One key on its way in, from the form to the last reminder. */
export function AddDialog({ replaces, candidate, onClose }: AddDialogProps) {
  const { accounts } = useStores();
  const region = useStore(accounts, (state) => state.list.find(({ id }) => id === replaces?.account)?.region);
  const flow = useAddFlow();
  const body = useRef<HTMLDivElement>(null);
  const { kind } = flow.step;
  const begin = useRef(candidate);
  const { compare } = flow;
  useEffect(() => {
    const key = begin.current;
    begin.current = undefined;
    if (key !== undefined) compare(key);
  }, [compare]);
  // A step that is gone takes the focus with it: the next one goes on from its first box.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins anew
  useEffect(() => {
    const wanted = body.current?.querySelector<HTMLElement>('select:enabled, input:enabled, .button--main');
    wanted?.focus();
  }, [kind]);
  const close = (): void => onClose(flow.step.kind === 'added' ? flow.step.key.id : null);
  const title = replaces === null ? t('add.title') : t('add.title.replace', { label: replaces.label });
  const first = replaces === null ? FIRST_PLACE : placeAfter(replaces, region ?? 'global');
  return (
    <Dialog label={title} className="task" isFirm onClose={close}>
      <TaskHead title={title} closeLabel={t('add.close')} onClose={close}>
        <p className="task__text">{replaces === null ? t('add.text') : t('rotate.steps')}</p>
      </TaskHead>
      <div className="task__body" ref={body}>
        {candidate !== undefined && kind === 'form' ? (
          <Waiting flow={flow} />
        ) : (
          <Step flow={flow} first={first} replaces={replaces} onClose={close} />
        )}
      </div>
    </Dialog>
  );
}

function Waiting({ flow }: { readonly flow: AddFlow }) {
  if (flow.failure !== null) return <Trouble {...failureHelp(flow.failure, null)} />;
  return <p role="status">{t('panel.loading')}</p>;
}

interface StepProps {
  readonly flow: AddFlow;
  readonly first: KeyPlace;
  readonly replaces: KeyView | null;
  readonly onClose: () => void;
}

function Step({ flow, first, replaces, onClose }: StepProps) {
  const { step, isWorking, failure } = flow;
  switch (step.kind) {
    case 'form':
      return <KeyForm flow={flow} first={first} onCancel={onClose} />;
    case 'generated':
      return <GeneratedStep {...{ flow, onClose }} pem={step.publicKeyPem} environment={step.environment} />;
    case 'phrase':
      return (
        <PhraseStep
          key={step.pendingId}
          {...step}
          {...{ isWorking, failure, onClose }}
          onConfirm={(typed) => flow.confirm(typed)}
        />
      );
    case 'added':
      return <AddedStep flow={flow} saved={step.key} onClose={onClose} />;
    case 'compare':
      return <CompareStep flow={flow} rotation={step.rotation} onClose={onClose} />;
    case 'switched':
      return <SwitchedStep replaced={replaces} onClose={onClose} />;
  }
}
