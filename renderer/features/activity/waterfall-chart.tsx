import type { ActivityRow } from '../../../shared/model/activity.ts';
import { t } from '../../i18n/i18n.ts';
import { partText } from './row-text.ts';
import { totalMs, waterfallOf } from './waterfall.ts';

/** A request's time from our queue to the last byte, part after part on one scale. */
export function Waterfall({ row }: { readonly row: ActivityRow }) {
  const segments = waterfallOf(row);
  const total = Math.max(totalMs(segments), Number.MIN_VALUE);
  return (
    <ul className="waterfall">
      {segments.map(({ id, startMs, lengthMs }) => (
        <li key={id} className="waterfall__line" title={t(`activity.phase.${id}.hint`)}>
          <span className="waterfall__name">{t(`activity.phase.${id}`)}</span>
          <span className="waterfall__track" aria-hidden="true">
            <span
              className={`waterfall__bar phase--${id}`}
              style={{ left: `min(100% - 2px, ${(startMs / total) * 100}%)`, width: `${(lengthMs / total) * 100}%` }}
              data-none={lengthMs === 0}
            />
          </span>
          <span className="waterfall__span">{partText(lengthMs)}</span>
        </li>
      ))}
    </ul>
  );
}
