import { memo } from 'react';
import { Area, ComposedChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Alert } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { niceAbove } from '../../series/bins.ts';
import { formatMinute } from '../../ui/format.ts';
import { measureText } from './alert-text.ts';

const MARGIN = { top: 4, right: 2, bottom: 2, left: 2 };

/** The measure over the minutes before it fired, with the threshold it went beyond; nothing where nothing was measured. */
export const EvidenceChart = memo(function EvidenceChart({ alert }: { readonly alert: Alert }) {
  const { unit, threshold, points } = alert.evidence;
  const known = points.flatMap(({ value }) => value ?? []);
  const [first, last] = [points[0], points.at(-1)];
  if (known.length < 2 || first === undefined || last === undefined) return null;
  const top = topOf(unit, Math.max(...known, threshold ?? 0));
  const measure = t(`alert.measure.${alert.kind}`);
  const values = {
    measure,
    from: measureText(unit, known[0] ?? null),
    to: measureText(unit, known.at(-1) ?? null),
    threshold: measureText(unit, threshold),
  };
  const about = threshold === null ? t('alert.chart.alone', values) : t('alert.chart', values);
  return (
    <figure className="evidence">
      <div className="evidence__plot" role="img" aria-label={about}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={[...points]} margin={MARGIN} accessibilityLayer={false}>
            <XAxis dataKey="atMs" type="number" domain={[first.atMs, last.atMs]} hide />
            <YAxis hide domain={[0, top]} allowDataOverflow />
            {threshold === null ? null : (
              <ReferenceLine y={threshold} stroke="var(--halted)" strokeWidth={1.25} strokeDasharray="4 3" />
            )}
            <Area
              type="monotone"
              dataKey="value"
              stroke="var(--own)"
              strokeWidth={1.75}
              fill="var(--own-soft)"
              dot={false}
              activeDot={false}
              connectNulls={false}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="evidence__scale" aria-hidden="true">
        <span>{formatMinute(first.atMs)}</span>
        {threshold === null ? (
          <span>{t('alert.chart.last', { value: measureText(unit, known.at(-1) ?? null) })}</span>
        ) : (
          <span className="evidence__threshold">
            {t('alert.chart.threshold', { value: measureText(unit, threshold) })}
          </span>
        )}
        <span>{formatMinute(last.atMs)}</span>
      </figcaption>
    </figure>
  );
}, isSameChart);

/** Every change of an alert comes as a new object, while its evidence is of the one moment. */
function isSameChart({ alert: a }: { readonly alert: Alert }, { alert: b }: { readonly alert: Alert }): boolean {
  const [left, right] = [a.evidence, b.evidence];
  return (
    a.id === b.id &&
    left.threshold === right.threshold &&
    left.points.length === right.points.length &&
    left.points.at(-1)?.atMs === right.points.at(-1)?.atMs
  );
}

function topOf(unit: string, most: number): number {
  if (unit === 'share') return Math.max(1, most * 1.1);
  return niceAbove(most * 1.1);
}
