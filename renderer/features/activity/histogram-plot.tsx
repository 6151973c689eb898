import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import type { ActivityHistogram } from '../../../shared/model/activity-query.ts';
import { t } from '../../i18n/i18n.ts';
import type { Span } from '../../stores/activity.ts';
import { columns, dragged, type Edge, nudged, shareOf, timeAt } from './brush.ts';
import { timeText } from './row-text.ts';
import { useSettled, useWidth } from './plot-hooks.ts';

const HEIGHT = 56;
/** A failure is seen even among a thousand others. */
const LEAST_FAILURE_PX = 3;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const EDGES = ['from', 'until'] as const;

interface PlotProps {
  readonly value: ActivityHistogram;
  readonly chosen: Span;
  readonly isChosen: boolean;
  readonly onChoose: (span: Span | null) => void;
  readonly onHover: (atMs: number | null) => void;
}

/** The bars, and the brush that chooses a part of their time: by dragging, or by its two sliders. */
export function Plot({ value, chosen, isChosen, onChoose, onHover }: PlotProps) {
  const { bars, stepMs } = value;
  const hatchId = useId();
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const [drag, setDrag] = useState<{ readonly startMs: number; readonly span: Span } | null>(null);
  const keyed = useSettled(onChoose);
  const shown = drag?.span ?? keyed.span ?? chosen;
  const isMarked = isChosen || drag !== null || keyed.span !== null;

  const paths = useMemo(() => {
    const top = bars.reduce((most, bar) => Math.max(most, bar.calls), 0);
    const drawing = { domain: value, stepMs, width, height: HEIGHT, top };
    return {
      calls: columns(bars, (bar) => bar.calls, drawing, 1),
      failures: columns(bars, (bar) => bar.failures, drawing, LEAST_FAILURE_PX),
    };
  }, [bars, value, stepMs, width]);

  function timeOf(event: PointerEvent): number {
    const box = event.currentTarget.getBoundingClientRect();
    return timeAt(value, (event.clientX - box.left) / Math.max(1, box.width));
  }

  function onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const edge = event.target instanceof Element ? event.target.getAttribute('data-edge') : null;
    const atMs = timeOf(event);
    const startMs = edge === 'from' ? shown.untilMs - 1 : edge === 'until' ? shown.fromMs : atMs;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ startMs, span: edge === null ? dragged(value, stepMs, startMs, atMs) : shown });
  }

  function onPointerMove(event: PointerEvent): void {
    const atMs = timeOf(event);
    onHover(atMs);
    if (drag !== null) setDrag({ startMs: drag.startMs, span: dragged(value, stepMs, drag.startMs, atMs) });
  }

  function onPointerUp(): void {
    if (drag !== null) onChoose(drag.span);
    setDrag(null);
  }

  return (
    <div className="times__frame">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is the pointer's way; the two sliders are everybody's */}
      <div
        ref={plot}
        className="times__plot"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => onHover(null)}
        onDoubleClick={() => onChoose(null)}
      >
        {isMarked ? <Chosen domain={value} shown={shown} /> : null}
        <svg className="times__bars" width={width} height={HEIGHT} aria-hidden="true">
          <defs>
            <pattern id={hatchId} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="4" height="4" fill="var(--surface)" />
              <rect width="2.25" height="4" fill="var(--hot)" />
            </pattern>
          </defs>
          <path d={paths.calls} fill="var(--own)" fillOpacity="0.75" />
          <path d={paths.failures} fill={`url(#${hatchId})`} stroke="var(--hot)" strokeWidth="0.75" />
        </svg>
        {isMarked ? <Shades domain={value} shown={shown} /> : null}
        {EDGES.map((edge) => (
          <Handle
            key={edge}
            edge={edge}
            value={value}
            shown={shown}
            onMove={keyed.set}
            onClear={() => onChoose(null)}
          />
        ))}
      </div>
      <div className="times__axis" aria-hidden="true">
        {TICKS.map((share) => (
          <span key={share}>{timeText(timeAt(value, share), value.untilMs - value.fromMs)}</span>
        ))}
      </div>
    </div>
  );
}

interface ShadesProps {
  readonly domain: Span;
  readonly shown: Span;
}

/** Darkens what is left out. */
function Shades({ domain, shown }: ShadesProps) {
  const from = shareOf(domain, shown.fromMs) * 100;
  const until = shareOf(domain, shown.untilMs) * 100;
  return (
    <>
      <span className="times__shade" style={{ left: 0, width: `${from}%` }} />
      <span className="times__shade" style={{ left: `${until}%`, right: 0 }} />
    </>
  );
}

function Chosen({ domain, shown }: ShadesProps) {
  const from = shareOf(domain, shown.fromMs) * 100;
  const until = shareOf(domain, shown.untilMs) * 100;
  return <span className="times__chosen" style={{ left: `${from}%`, width: `${until - from}%` }} />;
}

interface HandleProps {
  readonly edge: Edge;
  readonly value: ActivityHistogram;
  readonly shown: Span;
  readonly onMove: (span: Span) => void;
  readonly onClear: () => void;
}

function Handle({ edge, value, shown, onMove, onClear }: HandleProps) {
  const atMs = edge === 'from' ? shown.fromMs : shown.untilMs;

  function onKeyDown(event: KeyboardEvent): void {
    const next = nudged(value, value.stepMs, shown, edge, event.key);
    if (next !== null) onMove(next);
    else if (event.key === 'Escape') onClear();
    else return;
    event.preventDefault();
  }

  return (
    <span
      role="slider"
      tabIndex={0}
      className="times__handle"
      data-edge={edge}
      aria-label={t(`activity.${edge}`)}
      aria-valuemin={value.fromMs}
      aria-valuemax={value.untilMs}
      aria-valuenow={Math.round(atMs)}
      aria-valuetext={timeText(atMs, value.untilMs - value.fromMs)}
      style={{ left: `${shareOf(value, atMs) * 100}%` }}
      onKeyDown={onKeyDown}
    />
  );
}
