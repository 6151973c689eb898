import type { HistogramBar } from '../../../shared/model/activity-query.ts';
import type { Span } from '../../stores/activity.ts';

export type Edge = 'from' | 'until';

/** The chosen part of a domain; an end that was left open is the domain's own. */
export function spanIn(domain: Span, fromMs: number | null, untilMs: number | null): Span {
  const from = clamp(domain, fromMs ?? domain.fromMs);
  return { fromMs: from, untilMs: Math.max(from, clamp(domain, untilMs ?? domain.untilMs)) };
}

export function shareOf(domain: Span, atMs: number): number {
  const lengthMs = domain.untilMs - domain.fromMs;
  return lengthMs <= 0 ? 0 : Math.min(1, Math.max(0, (atMs - domain.fromMs) / lengthMs));
}

export function timeAt(domain: Span, share: number): number {
  return domain.fromMs + Math.min(1, Math.max(0, share)) * (domain.untilMs - domain.fromMs);
}

/** What a drag from one time to another chooses: whole steps, at least one. */
export function dragged(domain: Span, stepMs: number, oneMs: number, otherMs: number): Span {
  const fromMs = clamp(domain, stepBefore(domain, stepMs, Math.min(oneMs, otherMs)));
  const untilMs = clamp(domain, stepBefore(domain, stepMs, Math.max(oneMs, otherMs)) + stepMs);
  return { fromMs, untilMs: Math.max(untilMs, fromMs + 1) };
}

const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** One edge moved by a key; the other stays at least a step away. Null: the key moves nothing. */
export function nudged(domain: Span, stepMs: number, span: Span, edge: Edge, key: string): Span | null {
  const steps = KEY_STEPS[key];
  if (steps === undefined) return null;
  if (edge === 'from') {
    const fromMs = Math.min(clamp(domain, span.fromMs + steps * stepMs), span.untilMs - stepMs);
    return { ...span, fromMs: Math.max(domain.fromMs, fromMs) };
  }
  const untilMs = Math.max(clamp(domain, span.untilMs + steps * stepMs), span.fromMs + stepMs);
  return { ...span, untilMs: Math.min(domain.untilMs, untilMs) };
}

/** As times of a filter: an end at the domain's own end stays open, so that the log's growth is not cut off. */
export function timesOf(domain: Span, { fromMs, untilMs }: Span): { fromMs: number | null; untilMs: number | null } {
  return {
    fromMs: fromMs <= domain.fromMs ? null : Math.round(fromMs),
    untilMs: untilMs >= domain.untilMs ? null : Math.round(untilMs),
  };
}

export function barAt(bars: readonly HistogramBar[], stepMs: number, atMs: number): HistogramBar | null {
  return bars.find((bar) => atMs >= bar.atMs && atMs < bar.atMs + stepMs) ?? null;
}

interface Drawing {
  readonly domain: Span;
  readonly stepMs: number;
  readonly width: number;
  readonly height: number;
  /** Count drawn at full height. */
  readonly top: number;
}

/** Columns from the bottom as one path; whatever is not nothing is at least `leastPx` high. */
export function columns(
  bars: readonly HistogramBar[],
  pick: (bar: HistogramBar) => number,
  { domain, stepMs, width, height, top }: Drawing,
  leastPx: number,
): string {
  return bars
    .filter((bar) => pick(bar) > 0)
    .map((bar) => {
      const left = shareOf(domain, bar.atMs) * width;
      const right = shareOf(domain, bar.atMs + stepMs) * width;
      const gap = right - left > 3 ? 1 : 0;
      const y = height - Math.min(height, Math.max(leastPx, (pick(bar) / Math.max(1, top)) * height));
      return `M${px(left)} ${height}V${px(y)}H${px(right - gap)}V${height}Z`;
    })
    .join('');
}

function px(value: number): string {
  return value.toFixed(1);
}

function stepBefore(domain: Span, stepMs: number, atMs: number): number {
  // Bars begin at multiples of the step, wherever the domain begins.
  return Math.max(domain.fromMs, Math.floor(atMs / stepMs) * stepMs);
}

function clamp({ fromMs, untilMs }: Span, atMs: number): number {
  return Math.min(untilMs, Math.max(fromMs, atMs));
}
