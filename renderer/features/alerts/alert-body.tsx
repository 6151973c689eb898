import type { Alert } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useApp } from '../../stores/context.ts';
import { doText, factsOf, whyText } from './alert-text.ts';
import { EvidenceChart } from './evidence-chart.tsx';
import { linkOf } from './place.ts';

interface AlertBodyProps {
  readonly alert: Alert;
  /** Of its headings: one below that of the alert itself. */
  readonly level?: 3 | 4;
}

/** Why it fired, what can be done, what the host told, and the measure of those minutes. */
export function AlertBody({ alert, level = 4 }: AlertBodyProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="alert__body">
      <div className="alert__words">
        <Heading className="unseen">{t('alert.why')}</Heading>
        <p>{whyText(alert)}</p>
        <Heading className="unseen">{t('alert.do')}</Heading>
        <ToDo alert={alert} />
        <Facts alert={alert} />
      </div>
      <EvidenceChart alert={alert} />
    </div>
  );
}

function ToDo({ alert }: { readonly alert: Alert }) {
  const app = useApp();
  const { place, href, prepare } = linkOf(app, alert);
  return (
    <p className="alert__do">
      {doText(alert)}{' '}
      <a href={href} onClick={prepare}>
        {t(`alert.link.${place}`)}
      </a>
    </p>
  );
}

function Facts({ alert }: { readonly alert: Alert }) {
  const facts = factsOf(alert);
  if (facts.length === 0) return null;
  return (
    <details className="alert__facts">
      <summary>{t('alert.facts')}</summary>
      <dl>
        {facts.map(({ name, key, value }) => (
          <div key={key}>
            <dt translate={name === null ? 'no' : undefined}>{name ?? key}</dt>
            <dd translate="no">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
