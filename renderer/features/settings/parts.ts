/** What the settings consist of: the name of each in the address, and what must be there for it. */
export const settingParts = [
  { part: 'theme', needs: 'page' },
  { part: 'density', needs: 'page' },
  { part: 'zone', needs: 'page' },
  { part: 'format', needs: 'page' },
  { part: 'units', needs: 'page' },
  { part: 'keyboard', needs: 'page' },
  { part: 'tier', needs: 'kraken' },
  { part: 'retention', needs: 'storage' },
  { part: 'clear-out', needs: 'storage' },
  { part: 'folder', needs: 'storage' },
  { part: 'workload', needs: 'practice' },
  { part: 'exchanges', needs: 'practice' },
  { part: 'about', needs: 'page' },
  { part: 'licences', needs: 'page' },
] as const;

export type SettingPart = (typeof settingParts)[number]['part'];
