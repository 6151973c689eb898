import type { Advice, KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { type AdviceAct, adviceText } from './advice-text.ts';
import { ExchangePage } from './exchange-page.tsx';
import { byGravity } from './order.ts';

interface ReasonsProps {
  readonly view: KeyView;
  readonly advice: readonly Advice[];
  readonly onReplace: () => void;
}

/** Why the key has its grade; each reason with the one thing to do about it. */
export function Reasons({ view, advice, onReplace }: ReasonsProps) {
  return (
    <section className="key-part">
      <h3>{t('key.reasons')}</h3>
      {advice.length === 0 ? <p className="key-part__none">{t('key.reasons.none')}</p> : null}
      <ul className="reasons">
        {byGravity(advice).map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several findings may have one code, and the list is drawn whole
          <Reason key={index} view={view} advice={one} onReplace={onReplace} />
        ))}
      </ul>
    </section>
  );
}

interface ReasonProps extends Omit<ReasonsProps, 'advice'> {
  readonly advice: Advice;
}

function Reason({ view, advice, onReplace }: ReasonProps) {
  const { what, todo, act } = adviceText(advice);
  return (
    <li className={`reason reason--${advice.severity}`}>
      <span className="reason__severity">{t(`advice.severity.${advice.severity}`)}</span>
      <div className="reason__text">
        <p>{what}</p>
        <p className="reason__todo">{todo}</p>
      </div>
      <ActButton act={act} view={view} onReplace={onReplace} />
    </li>
  );
}

interface ActButtonProps {
  readonly act: AdviceAct;
  readonly view: KeyView;
  readonly onReplace: () => void;
}

function ActButton({ act, view, onReplace }: ActButtonProps) {
  const host = useHost();
  const isOpen = useIsOpen();
  switch (act) {
    case 'page':
      return <ExchangePage exchange={view.exchange} environment={view.environment} />;
    case 'check':
      return (
        <button type="button" className="button" disabled={!isOpen} onClick={() => host.checkKeys([view.id])}>
          {t('key.check')}
        </button>
      );
    case 'replace':
      if (view.role !== 'active') return null;
      return (
        <button type="button" className="button" disabled={!isOpen} onClick={onReplace}>
          {t('key.replace')}
        </button>
      );
    case 'remove':
      return null;
  }
}
