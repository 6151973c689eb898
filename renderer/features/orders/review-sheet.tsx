import { type ReactNode, useEffect, useRef } from 'react';
import type { Review } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { EnvironmentMark } from './order-parts.tsx';
import type { Named } from './order-text.ts';
import { BreachLine, breachKey } from './ticket-breaches.tsx';
import { Figures } from './ticket-judgement.tsx';

interface SheetProps {
  readonly review: Review;
  readonly instrument: Named | null;
  /** What will be done, in one line. */
  readonly summary: ReactNode;
  /** How it is confirmed, or what became of that. */
  readonly children: ReactNode;
}

/** The exact request that will be signed, what it means, and what is to be minded about it. */
export function ReviewSheet({ review, instrument, summary, children }: SheetProps) {
  const summaryBox = useRef<HTMLDivElement>(null);
  const isLive = review.environment === 'live';
  // Where money is real it is read from the top; what confirms it is further down.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each review is read anew
  useEffect(() => {
    if (isLive) summaryBox.current?.focus();
  }, [isLive, review.hash]);
  return (
    <div className={`review review--${review.environment}`}>
      <p className="review__banner">
        <EnvironmentMark environment={review.environment} />
        <span>{t(`review.banner.${review.environment}`)}</span>
      </p>
      <div ref={summaryBox} className="review__read" tabIndex={-1}>
        {summary}
      </div>
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
