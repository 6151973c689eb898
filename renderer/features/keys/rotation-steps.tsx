import { useStore } from 'zustand';
import type { KeyGrant } from '../../../shared/model/key.ts';
import type { RotationView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import type { AddFlow } from './add-flow.ts';
import { ExchangePage } from './exchange-page.tsx';
import { failureHelp } from './failure-help.ts';
import { Trouble } from './fields.tsx';
import type { KeyView } from '../../../shared/model/vault.ts';

interface CompareStepProps {
  readonly flow: AddFlow;
  readonly rotation: RotationView;
  readonly onClose: () => void;
}

/** What the account gains and loses with the new key, before it is at work. */
export function CompareStep({ flow, rotation, onClose }: CompareStepProps) {
  const { gained, lost, oldKey, newKey } = rotation;
  const { keys } = useStores();
  const isKnown = useStore(keys, (state) => {
    const facts = state.keys.find(({ id }) => id === oldKey)?.check?.facts;
    return facts !== null && facts !== undefined;
  });
  const isSame = isKnown && gained.length === 0 && lost.length === 0;
  return (
    <div className="form">
      <h3 className="form__done">{t('rotate.title')}</h3>
      {isSame ? <p>{t('rotate.same')}</p> : null}
      {isKnown ? null : <p className="form__text">{t('rotate.unknown')}</p>}
      <div className="form__pair">
        <Grants title={isKnown ? t('rotate.gained') : t('rotate.may')} grants={gained} sign="+" />
        <Grants title={t('rotate.lost')} grants={lost} sign="−" />
      </div>
      <p className="form__hint">{t('rotate.text')}</p>
      {flow.failure === null ? null : <Trouble {...failureHelp(flow.failure, null)} />}
      <footer className="form__foot">
        <button type="button" className="button" onClick={onClose}>
          {t('rotate.later')}
        </button>
        <button
          type="button"
          className="button button--main"
          aria-disabled={flow.isWorking}
          onClick={() => flow.switchTo(newKey)}
        >
          {t('rotate.switch')}
        </button>
      </footer>
    </div>
  );
}

interface GrantsProps {
  readonly title: string;
  readonly grants: readonly KeyGrant[];
  readonly sign: string;
}

function Grants({ title, grants, sign }: GrantsProps) {
  if (grants.length === 0) return null;
  return (
    <div>
      <h4 className="form__sub">{title}</h4>
      <ul className="rights-list">
        {grants.map(({ grant, name }) => (
          <li key={`${grant} ${name}`}>
            {sign} {t(`grant.${grant}`)} <code translate="no">{name}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SwitchedStepProps {
  readonly replaced: KeyView | null;
  readonly onClose: () => void;
}

export function SwitchedStep({ replaced, onClose }: SwitchedStepProps) {
  return (
    <div className="form">
      <h3 className="form__done">{t('rotate.done.title')}</h3>
      <p>{t('rotate.done.text')}</p>
      <footer className="form__foot">
        {replaced === null ? null : <ExchangePage exchange={replaced.exchange} environment={replaced.environment} />}
        <button type="button" className="button button--main" onClick={onClose}>
          {t('add.close')}
        </button>
      </footer>
    </div>
  );
}
