import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { type GateStretch, type MarkGroup, markKinds } from '../../series/marks.ts';
import type { ComparedBin } from '../../series/use-data.ts';
import { formatAmount, formatCount, formatShare } from '../../ui/format.ts';
import { momentText } from './time-text.ts';

/** What is to be told of one moment of the chart. */
export interface PointFacts {
  readonly view: BucketView;
  readonly bin: ComparedBin | undefined;
  readonly marks: readonly MarkGroup[];
  readonly gates: readonly GateStretch[];
  readonly spanMs: number;
}

type Row = readonly [string, string];

/** Name and figure of everything known of the moment; the first row is the time. */
export function detailRows({ view, bin, marks, gates, spanMs }: PointFacts): readonly Row[] {
  if (bin === undefined) return [];
  return [['', momentText(bin.atMs, spanMs)], ...rowsOfUse(view, bin), ...markRows(marks), ...gateRows(gates)];
}

function rowsOfUse(view: BucketView, bin: ComparedBin): readonly Row[] {
  const before: readonly Row[] = bin.before === null ? [] : [[t('chart.before'), formatAmount(bin.before)]];
  if (bin.own === null) return [[t('chart.unknown'), t('figure.none')], ...before];
  const capacity = bin.capacity ?? view.capacity;
  const used = bin.own + (bin.foreign ?? 0);
  return [
    [t('chart.used'), t('chart.used-share', { used: formatAmount(used), share: formatShare(used / capacity) })],
    [t('legend.own'), formatAmount(bin.own)],
    [t('legend.foreign'), formatAmount(bin.foreign ?? 0)],
    [t('legend.in-flight'), formatAmount(bin.inFlight ?? 0)],
    [t('legend.capacity'), `${formatAmount(capacity)} ${t(`unit.${view.bucket.unit}`)}`],
    ...before,
  ];
}

function markRows(marks: readonly MarkGroup[]): readonly Row[] {
  return markKinds.flatMap((kind): readonly Row[] => {
    const count = marks.reduce((sum, group) => sum + (group.counts[kind] ?? 0), 0);
    return count === 0 ? [] : [[t(`mark.${kind}`), formatCount(count)]];
  });
}

function gateRows(gates: readonly GateStretch[]): readonly Row[] {
  return gates.map((gate) => [t(`gate.${gate.cause}`), gate.code ?? '']);
}

/** The same as one sentence, for whoever hears it. */
export function detailText(facts: PointFacts): string {
  const rows = detailRows(facts);
  if (rows.length === 0) return t('chart.nothing');
  return rows.map(([name, figure]) => `${name} ${figure}`.trim()).join(', ');
}
