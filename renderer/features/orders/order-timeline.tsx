import type { OrderStep } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { formatSpan, formatTime } from '../../ui/format.ts';

/** What happened to an order, step by step, each with the time since the first. */
export function Timeline({ steps }: { readonly steps: readonly OrderStep[] }) {
  const [first] = steps;
  if (first === undefined) return <p className="order-none">{t('order.timeline.none')}</p>;
  return (
    <ol className="timeline">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
        <li key={index} className="timeline__step" data-step={step.kind}>
          <span className="timeline__name">{t(`order.step.${step.kind}`)}</span>
          <time className="timeline__time">{formatTime(step.atMs)}</time>
          <span className="timeline__since">
            {index === 0 ? '' : t('order.step.after', { time: formatSpan(step.atMs - first.atMs) })}
          </span>
          <Spans step={step} />
          {step.detail === null ? null : (
            <span className="timeline__detail" translate="no">
              {step.detail}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Spans({ step }: { readonly step: OrderStep }) {
  const spans = (['queue', 'network', 'exchange'] as const).flatMap((name) => {
    const ms = step[`${name}Ms`];
    return ms === null ? [] : [t(`order.span.${name}`, { time: formatSpan(ms) })];
  });
  return spans.length === 0 ? null : <span className="timeline__spans">{spans.join(' · ')}</span>;
}
