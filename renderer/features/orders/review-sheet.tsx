import type { ReactNode } from 'react';
import type { Review } from '../../../shared/model/desk.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import { t } from '../../i18n/i18n.ts';
import { EnvironmentMark } from './order-parts.tsx';
import { BreachLine, breachKey } from './ticket-breaches.tsx';
import { Figures } from './ticket-judgement.tsx';

interface SheetProps {
  readonly review: Review;
  readonly instrument: Instrument | null;
  /** What will be done, in one line. */
  readonly summary: ReactNode;
  /** How it is confirmed, or what became of that. */
  readonly children: ReactNode;
}

/** The exact request that will be signed, what it means, and what is to be minded about it. */
export function ReviewSheet({ review, instrument, summary, children }: SheetProps) {
  return (
    <div className={`review review--${review.environment}`}>
      <p className="review__banner">
        <EnvironmentMark environment={review.environment} />
        <span>{t(`review.banner.${review.environment}`)}</span>
      </p>
      {summary}
      <Request review={review} />
      {review.preflight.breaches.map((breach) => (
        <BreachLine key={breachKey(breach)} breach={breach} unit={review.ticket.quantityUnit} instrument={instrument} />
      ))}
      <Figures preflight={review.preflight} instrument={instrument} />
      {children}
    </div>
  );
}

function Request({ review }: { readonly review: Review }) {
  return (
    <div className="request" translate="no">
      <p className="request__line">
        <strong>{review.method}</strong> <span className="request__host">{review.host}</span>
        {review.path}
      </p>
      <table className="request__params">
        <tbody>
          {review.params.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
