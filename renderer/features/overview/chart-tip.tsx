interface ChartTipProps {
  readonly isActive: boolean;
  /** Name and figure; a row without a name is the heading. */
  readonly rows: readonly (readonly [string, string])[];
}

export function ChartTip({ isActive, rows }: ChartTipProps) {
  if (!isActive || rows.length === 0) return null;
  return (
    <dl className="chart-tip">
      {rows.map(([name, figure]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}
