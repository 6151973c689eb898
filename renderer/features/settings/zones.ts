import type { PickGroup } from '../../ui/pick.tsx';

/** Every zone the browser knows, by region; `chosen` is among them even under a name the browser lists otherwise. */
export function zoneGroups(chosen: string): readonly PickGroup[] {
  const known = Intl.supportedValuesOf('timeZone').filter((name) => name.includes('/'));
  const isListed = chosen === 'system' || chosen === 'UTC' || known.includes(chosen);
  const all = isListed ? known : [chosen, ...known];
  const regions = Map.groupBy(all, (name) => name.split('/')[0] ?? name);
  return [...regions].map(([region, names]) => ({
    name: region,
    options: names.map((name) => ({ value: name, label: labelOf(name) })),
  }));
}

function labelOf(name: string): string {
  return name.split('/').slice(1).join(' / ').replaceAll('_', ' ') || name;
}
