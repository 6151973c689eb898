import { memo } from 'react';
import { Area, ComposedChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { BucketUnit } from '../../../shared/model/bucket.ts';
import { isInShares } from '../../i18n/formats.ts';
import { t } from '../../i18n/i18n.ts';
import { axisTop } from '../../series/bins.ts';
import { type ChartFrame, type ForecastPoint, ticksOf } from '../../series/chart-frame.ts';
import type { ComparedBin } from '../../series/use-data.ts';
import { formatAmount, formatLarge, formatUse } from '../../ui/format.ts';
import { AXIS, PLOT } from './chart-parts.ts';
import { axisTime } from './time-text.ts';

interface UseChartProps {
  readonly frame: ChartFrame;
  readonly bins: readonly ComparedBin[];
  readonly forecast: readonly ForecastPoint[];
  readonly capacity: number;
  readonly unit: BucketUnit;
}

/** Own and foreign use stacked under the capacity, the use of the day before as a faint line, and what is to come hatched. */
export const UseChart = memo(function UseChart({ frame, bins, forecast, capacity, unit }: UseChartProps) {
  const peak = bins.reduce((most, bin) => Math.max(most, usedOf(bin), bin.before ?? 0), 0);
  const ahead = forecast.reduce((most, point) => Math.max(most, point.high), 0);
  const { top, isCapacityAbove } = axisTop(Math.max(peak, ahead), capacity);
  const ticks = ticksOf(frame, 6);
  const rows: readonly Row[] = [
    ...upToNow(bins, frame.knownUntilMs),
    ...forecast.map(({ atMs, low, high }) => ({ atMs, ahead: [low, high] as const })),
  ];
  return (
    <>
      {isCapacityAbove ? (
        <p className="chart__above">
          ↑ {t('chart.above', { capacity: formatAmount(capacity), unit: t(`unit.${unit}`) })}
        </p>
      ) : null}
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
          <defs>
            <Hatch id="foreign-hatch" ground="var(--foreign-soft)" stroke="var(--foreign)" width={2.5} />
            <Hatch id="ahead-hatch" ground="transparent" stroke="var(--text-3)" width={1} />
          </defs>
          <XAxis
            {...AXIS}
            dataKey="atMs"
            type="number"
            domain={[frame.fromMs, frame.untilMs]}
            ticks={[...ticks.timesMs]}
            tickFormatter={(atMs: number) => axisTime(atMs, ticks.stepMs)}
            height={PLOT.bottom}
            interval={0}
            allowDataOverflow
          />
          <YAxis
            {...AXIS}
            width={PLOT.left}
            domain={[0, top]}
            tickFormatter={(value: number) => tickText(value, capacity)}
            ticks={ticksTo(isCapacityAbove ? top : capacity)}
            allowDataOverflow
          />
          <Area {...DRAWN} dataKey="own" stackId="use" stroke="none" fill="var(--own)" fillOpacity={0.7} />
          <Area
            {...DRAWN}
            dataKey="foreign"
            stackId="use"
            stroke="var(--text-2)"
            strokeWidth={1}
            fill="url(#foreign-hatch)"
            fillOpacity={1}
          />
          <Area
            {...DRAWN}
            dataKey="before"
            strokeOpacity={0.75}
            stroke="var(--text-3)"
            strokeDasharray="1 3"
            strokeLinecap="round"
            fill="none"
          />
          <Area
            {...DRAWN}
            type="linear"
            dataKey="ahead"
            stroke="var(--text-3)"
            strokeDasharray="3 3"
            fill="url(#ahead-hatch)"
            fillOpacity={1}
          />
          <ReferenceLine y={capacity} stroke="var(--capacity)" strokeDasharray="5 4" strokeWidth={1.25} />
        </ComposedChart>
      </ResponsiveContainer>
    </>
  );
});

/** A step lasts until the next one: the newest, until now. Without its end a single point could not be seen. */
function upToNow(bins: readonly ComparedBin[], nowMs: number): readonly ComparedBin[] {
  const last = bins.at(-1);
  return last === undefined || last.atMs >= nowMs ? bins : [...bins, { ...last, atMs: nowMs }];
}

interface Row extends Partial<ComparedBin> {
  readonly atMs: number;
  readonly ahead?: readonly [number, number];
}

interface HatchProps {
  readonly id: string;
  readonly ground: string;
  readonly stroke: string;
  readonly width: number;
}

function Hatch({ id, ground, stroke, width }: HatchProps) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill={ground} />
      <rect width={width} height="6" fill={stroke} />
    </pattern>
  );
}

const MARGIN = { top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 };
/** Lines are drawn as areas without a ground: recharts measures the whole length of a line each time, even unanimated. */
const DRAWN = { type: 'stepAfter', isAnimationActive: false, dot: false, activeDot: false, strokeWidth: 1.25 } as const;

function usedOf(row: Partial<ComparedBin>): number {
  return (row.own ?? 0) + (row.foreign ?? 0);
}

function tickText(value: number, capacity: number): string {
  return isInShares() ? formatUse(value, capacity) : formatLarge(value);
}

function ticksTo(top: number): number[] {
  return [0, top / 2, top];
}
