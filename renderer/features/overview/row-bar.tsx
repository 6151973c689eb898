import { type CSSProperties, memo } from 'react';
import type { BarShares } from './row-text.ts';

/** Own, foreign and in flight side by side; the track that is left is the headroom. All in shares of the capacity. */
export const RowBar = memo(function RowBar({ own, foreign, inFlight }: BarShares) {
  const ownEnd = visible(own);
  const foreignEnd = ownEnd + visible(foreign);
  const flightEnd = foreignEnd + visible(inFlight);
  return (
    <span className="bar" aria-hidden="true">
      <span className="bar__part bar__part--own" style={between(0, ownEnd)} />
      <span className="bar__part bar__part--foreign" style={between(ownEnd, foreignEnd)} />
      <span className="bar__part bar__part--flight" style={between(foreignEnd, flightEnd)} />
    </span>
  );
});

/** Whatever is not nothing is drawn wide enough to be seen. */
const LEAST_SHARE = 0.008;

function visible(share: number): number {
  return share <= 0 ? 0 : Math.max(LEAST_SHARE, share);
}

/** A background's place in percent is a share of the room it leaves free, not of the whole. */
function between(from: number, to: number): CSSProperties {
  const width = Math.min(1, to) - Math.min(1, from);
  const free = 1 - width;
  return { backgroundSize: `${percent(width)} 100%`, backgroundPositionX: percent(free <= 0 ? 0 : from / free) };
}

function percent(share: number): string {
  return `${(Math.min(1, share) * 100).toFixed(1)}%`;
}
