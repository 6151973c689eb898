import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { ActivityHistogram } from '../../../shared/model/activity-query.ts';
import { t } from '../../i18n/i18n.ts';
import { hasTimes, withTimes } from '../../stores/activity-filter.ts';
import type { Span } from '../../stores/activity.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount, formatLeft } from '../../ui/format.ts';
import { barAt, columns, dragged, type Edge, nudged, shareOf, spanIn, timeAt, timesOf } from './brush.ts';
import { minuteText } from './row-text.ts';

const HEIGHT = 56;
/** A failure is seen even among a thousand others. */
const LEAST_FAILURE_PX = 3;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const EDGES = ['from', 'until'] as const;

/** How many requests there were when, and which part of that time is shown below. */
export function Histogram() {
  const { activity } = useStores();
  const host = useHost();
  const { phase, value } = useStore(activity, (state) => state.histogram);
  const filter = useStore(activity, (state) => state.filter);
  const zoom = useStore(activity, (state) => state.zoom);
  const [hoverMs, setHoverMs] = useState<number | null>(null);
  const isChosen = hasTimes(filter);
  if (phase.kind === 'failed') {
    return <p className="times times--note">{t('panel.failed', { reason: failureText(phase.failure) })}</p>;
  }
  const chosen = value === null ? null : spanIn(value, filter.fromMs, filter.untilMs);

  function choose(span: Span | null): void {
    const times = span === null || value === null ? { fromMs: null, untilMs: null } : timesOf(value, span);
    host.activity.setFilter(withTimes(filter, times.fromMs, times.untilMs));
  }

  return (
    <section className="times" aria-label={t('activity.times')}>
      <header className="times__head">
        <span className="times__key">
          <span className="swatch swatch--calls" aria-hidden="true" /> {t('activity.calls')}
        </span>
        <span className="times__key">
          <span className="swatch swatch--failures" aria-hidden="true" /> {t('activity.failures')}
        </span>
        <span className="times__told">{value === null ? null : toldText(value, hoverMs)}</span>
        {isChosen && chosen !== null ? (
          <button type="button" className="button button--small" onClick={() => host.activity.setZoom(chosen)}>
            {t('activity.zoom-in')}
          </button>
        ) : null}
        {zoom === null ? null : (
          <button type="button" className="button button--small" onClick={() => host.activity.setZoom(null)}>
            {t('activity.zoom-out')}
          </button>
        )}
      </header>
      {value === null || chosen === null ? (
        <div className="times__plot times__plot--waiting" />
      ) : (
        <Plot value={value} chosen={chosen} isChosen={isChosen} onChoose={choose} onHover={setHoverMs} />
      )}
    </section>
  );
}

function toldText({ bars, stepMs, failures }: ActivityHistogram, hoverMs: number | null): string {
  const span = formatLeft(stepMs);
  if (hoverMs === null) {
    const highest = bars.reduce((most, bar) => Math.max(most, bar.calls), 0);
    return t('activity.counted', { highest: formatCount(highest), span, failures: formatCount(failures) });
  }
  const bar = barAt(bars, stepMs, hoverMs);
  return t('activity.counted-at', {
    time: minuteText(bar?.atMs ?? hoverMs),
    span,
    calls: formatCount(bar?.calls ?? 0),
    failures: formatCount(bar?.failures ?? 0),
  });
}

interface PlotProps {
  readonly value: ActivityHistogram;
  readonly chosen: Span;
  readonly isChosen: boolean;
  readonly onChoose: (span: Span | null) => void;
  readonly onHover: (atMs: number | null) => void;
}

function Plot({ value, chosen, isChosen, onChoose, onHover }: PlotProps) {
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
          <span key={share}>{minuteText(timeAt(value, share))}</span>
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
      aria-valuetext={minuteText(atMs)}
      style={{ left: `${shareOf(value, atMs) * 100}%` }}
      onKeyDown={onKeyDown}
    />
  );
}

const SETTLE_MS = 250;

/** A span moved by keys: shown at once, chosen when the keys rest. */
function useSettled(onChoose: (span: Span) => void): {
  readonly span: Span | null;
  readonly set: (span: Span) => void;
} {
  const [span, setSpan] = useState<Span | null>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    if (span === null) return;
    const timer = setTimeout(() => {
      choose.current(span);
      setSpan(null);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [span]);
  return { span, set: setSpan };
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
