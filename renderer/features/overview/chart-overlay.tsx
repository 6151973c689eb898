import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import type { ChartFrame } from '../../series/chart-frame.ts';
import { type Crosshair, moved, NO_CROSSHAIR, pointAt, selectionOf, timeAt } from '../../series/crosshair.ts';
import { type GateStretch, gateStretches, groupMarks, type MarkGroup } from '../../series/marks.ts';
import type { ComparedBin } from '../../series/use-data.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { formatCount } from '../../ui/format.ts';
import { ChartTip } from './chart-tip.tsx';
import { MarkShape } from './mark-shape.tsx';
import { detailRows, detailText } from './point-text.ts';
import { nameOf } from './row-text.ts';

interface OverlayProps {
  readonly view: BucketView;
  readonly frame: ChartFrame;
  readonly bins: readonly ComparedBin[];
  readonly binMs: number;
}

const PLACES = 24;

/** Marks, crosshair and selection, laid over the chart; by pointer and by keyboard. */
export const ChartOverlay = memo(function ChartOverlay({ view, frame, bins, binMs }: OverlayProps) {
  const { inspect } = useStores();
  const host = useHost();
  const [crosshair, setCrosshair] = useState<Crosshair>(NO_CROSSHAIR);
  const marks = useStore(inspect, (state) => state.marks.value);
  const zoom = useStore(inspect, (state) => state.zoom);
  const groups = useMemo(() => groupMarks(marks?.marks ?? [], frame, PLACES), [marks, frame]);
  const gates = useMemo(() => gateStretches(marks?.gates ?? [], frame, frame.knownUntilMs), [marks, frame]);
  const grid = { fromMs: frame.fromMs, untilMs: frame.knownUntilMs, stepMs: binMs };
  const standMs = crosshair.atMs === null ? null : Math.max(frame.fromMs, crosshair.atMs);
  const bin = standMs === null ? undefined : pointAt(bins, standMs);
  const near =
    standMs === null ? [] : groups.filter((group) => Math.abs(group.atMs - standMs) <= widthOf(frame) / PLACES);
  const closed = standMs === null ? [] : gates.filter((gate) => gate.fromMs <= standMs && standMs <= gate.untilMs);
  const facts = { view, bin, marks: near, gates: closed, spanMs: widthOf(frame) };

  function zoomTo(chosen: Crosshair): void {
    const stretch = selectionOf(chosen, binMs);
    setCrosshair(NO_CROSSHAIR);
    if (stretch !== null) host.inspect.setZoom(stretch);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && crosshair.anchorMs !== null) zoomTo(crosshair);
    else if (event.key === 'Escape' && crosshair.anchorMs !== null) setCrosshair({ ...crosshair, anchorMs: null });
    else if (event.key === 'Escape' && zoom !== null) host.inspect.setZoom(null);
    else {
      const next = moved(crosshair, grid, event.key, event.shiftKey);
      if (next === null) return;
      setCrosshair(next);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function timeOf(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    return timeAt((event.clientX - box.left) / box.width, frame, frame.knownUntilMs);
  }

  return (
    <div className="plot">
      {frame.untilMs > frame.knownUntilMs ? (
        <div className="plot__now" style={{ left: percent(frame, frame.knownUntilMs) }} />
      ) : null}
      <Gates gates={gates} frame={frame} />
      <Groups groups={groups} frame={frame} />
      {crosshair.anchorMs === null || standMs === null ? null : (
        <div
          className="plot__chosen"
          style={across(frame, Math.min(crosshair.anchorMs, standMs), Math.max(crosshair.anchorMs, standMs))}
        />
      )}
      {standMs === null ? null : <div className="plot__line" style={{ left: percent(frame, standMs) }} />}
      <div
        className="plot__hand"
        role="slider"
        tabIndex={0}
        aria-label={t('chart.crosshair', { bucket: nameOf(view) })}
        aria-description={t('chart.crosshair.hint')}
        aria-valuemin={Math.round(frame.fromMs)}
        aria-valuemax={Math.round(frame.knownUntilMs)}
        aria-valuenow={Math.round(standMs ?? frame.knownUntilMs)}
        aria-valuetext={detailText({ ...facts, bin: bin ?? bins.at(-1) })}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target.matches(':focus-visible') && crosshair.atMs === null)
            setCrosshair({ atMs: frame.knownUntilMs, anchorMs: null });
        }}
        onBlur={() => setCrosshair(NO_CROSSHAIR)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const atMs = timeOf(event);
          setCrosshair({ atMs, anchorMs: atMs });
        }}
        onPointerMove={(event) => {
          const atMs = timeOf(event);
          setCrosshair((known) => ({ atMs, anchorMs: known.anchorMs }));
        }}
        onPointerUp={(event) => {
          event.currentTarget.releasePointerCapture(event.pointerId);
          zoomTo({ ...crosshair, atMs: timeOf(event) });
        }}
        onPointerLeave={() => {
          if (crosshair.anchorMs === null) setCrosshair(NO_CROSSHAIR);
        }}
        onDoubleClick={() => host.inspect.setZoom(null)}
      />
      {standMs === null ? null : (
        <div className="plot__tip" style={tipPlace(frame, standMs)}>
          <ChartTip isActive rows={detailRows(facts)} />
        </div>
      )}
    </div>
  );
});

function Gates({ gates, frame }: { readonly gates: readonly GateStretch[]; readonly frame: ChartFrame }) {
  return gates.map((gate) => (
    <div
      key={`${gate.key} ${gate.cause} ${gate.fromMs}`}
      className="plot__gate"
      style={across(frame, gate.fromMs, gate.untilMs)}
      title={t(`gate.${gate.cause}`)}
    />
  ));
}

function Groups({ groups, frame }: { readonly groups: readonly MarkGroup[]; readonly frame: ChartFrame }) {
  return groups.map((group) => (
    <span key={group.atMs} className="plot__mark" style={{ left: percent(frame, group.atMs) }}>
      <MarkShape kind={group.kind} />
      {group.count > 1 ? formatCount(group.count) : null}
    </span>
  ));
}

function widthOf({ fromMs, untilMs }: ChartFrame): number {
  return untilMs - fromMs;
}

function shareOf(frame: ChartFrame, atMs: number): number {
  return Math.min(1, Math.max(0, (atMs - frame.fromMs) / widthOf(frame)));
}

function percent(frame: ChartFrame, atMs: number): string {
  return `${(shareOf(frame, atMs) * 100).toFixed(3)}%`;
}

function across(frame: ChartFrame, fromMs: number, untilMs: number) {
  return {
    left: percent(frame, fromMs),
    width: `${((shareOf(frame, untilMs) - shareOf(frame, fromMs)) * 100).toFixed(3)}%`,
  };
}

/** Beside the line, on the side with more room. */
function tipPlace(frame: ChartFrame, atMs: number) {
  const share = shareOf(frame, atMs);
  return share < 0.5 ? { left: percent(frame, atMs) } : { right: `${((1 - share) * 100).toFixed(3)}%` };
}
