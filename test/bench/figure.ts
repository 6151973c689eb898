/** One line of the benchmark. */
export interface Figure {
  readonly figure: string;
  readonly unit: string;
  /** Median over the runs. */
  readonly value: number;
  /** The same of every peer that was measured in the same process; null: it cannot do this at all. */
  readonly peers: Readonly<Record<string, number | null>>;
  /** What physics or the exchange allows, where there is such a thing. */
  readonly limit: number | null;
  /** Value / limit, or value / best peer where there is no limit above 0; null: there is nothing to divide by. */
  readonly ratio: number | null;
  /** Runs. */
  readonly n: number;
  /** Smallest and largest of the runs. */
  readonly spread: readonly [number, number];
}

export interface Measured {
  readonly figure: string;
  readonly unit: string;
  readonly limit: number | null;
  readonly isBetter: 'more' | 'less';
  /** One value per run; by contestant, ours under `headroom`. */
  readonly values: ReadonlyMap<string, readonly (number | null)[]>;
}

export interface BenchOptions {
  readonly runs: number;
  /** A smoke run: the same figures from far too little work. */
  readonly isQuick: boolean;
}

export interface Bench {
  readonly name: string;
  run(options: BenchOptions): Promise<readonly Figure[]>;
}

export const OURS = 'headroom';

export function figureOf({ figure, unit, limit, isBetter, values }: Measured): Figure {
  const ours = numbers(values.get(OURS) ?? []);
  if (ours.length === 0) throw new Error(`${figure} was not measured`);
  const value = median(ours);
  const peers = Object.fromEntries(
    [...values].filter(([name]) => name !== OURS).map(([name, runs]) => [name, roundedMedian(runs)]),
  );
  const ratio = ratioOf(value, limit, Object.values(peers), isBetter);
  const spread = [round(Math.min(...ours)), round(Math.max(...ours))] as const;
  return { figure, unit, value: round(value), peers, limit, ratio, n: ours.length, spread };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** Gathers one value per contestant and run. */
export class Gathered {
  readonly #byFigure = new Map<string, Map<string, (number | null)[]>>();

  add(figure: string, contestant: string, value: number | null): void {
    const byContestant = this.#byFigure.get(figure) ?? new Map<string, (number | null)[]>();
    this.#byFigure.set(figure, byContestant);
    const runs = byContestant.get(contestant) ?? [];
    byContestant.set(contestant, runs);
    runs.push(value);
  }

  figure(rest: Omit<Measured, 'values'>): Figure {
    return figureOf({ ...rest, values: this.#byFigure.get(rest.figure) ?? new Map() });
  }
}

function ratioOf(
  value: number,
  limit: number | null,
  peers: readonly (number | null)[],
  isBetter: Measured['isBetter'],
): number | null {
  if (limit !== null && limit > 0) return round(value / limit);
  const known = numbers(peers);
  if (known.length === 0) return null;
  const best = isBetter === 'more' ? Math.max(...known) : Math.min(...known);
  return best === 0 ? null : round(value / best);
}

function roundedMedian(values: readonly (number | null)[]): number | null {
  const known = numbers(values);
  return known.length === 0 ? null : round(median(known));
}

function numbers(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
