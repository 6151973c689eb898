import { z } from 'zod';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;
/** How what is used and left of a limit is written: in the limit's own unit, or as a share of it. */
export const unitChoices = ['amount', 'share'] as const;

/** Whose figures and dates: `system`, or a language tag. */
export const formatChoices = [
  'system',
  'en-US',
  'en-GB',
  'de-DE',
  'de-CH',
  'fr-FR',
  'es-ES',
  'pt-BR',
  'en-IN',
  'ja-JP',
  'zh-CN',
] as const;

/** Spans of the large chart, ms. */
export const chartSpansMs = [60_000, 900_000, 3_600_000, 86_400_000, 604_800_000] as const;

/** How the user wants every page to look and to write. */
export const PageSettings = z.object({
  theme: z.enum(themes),
  density: z.enum(densities),
  /** `system`, `UTC` or an IANA name; browsers differ in which they know. */
  zone: z.string().regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/),
  format: z.enum(formatChoices),
  units: z.enum(unitChoices),
  /** Whether single keys do something; Ctrl or ⌘ with K always does. */
  singleKeys: z.enum(['on', 'off']),
  /** The welcome was read and put away. */
  isNoteDismissed: z.boolean(),
  chartSpanMs: z.literal(chartSpansMs),
  /** Amounts of money are hidden from whoever looks on. */
  isPrivate: z.boolean(),
});
export type PageSettings = z.infer<typeof PageSettings>;

/** Until the user says otherwise. */
export const STANDARD_PAGE: PageSettings = {
  theme: 'system',
  density: 'comfortable',
  zone: 'system',
  format: 'system',
  units: 'amount',
  singleKeys: 'on',
  isNoteDismissed: false,
  chartSpanMs: 900_000,
  isPrivate: false,
};

export interface ReadPageSettings {
  readonly page: PageSettings;
  /** What was kept but cannot be read; the standard stands in for it. */
  readonly unreadable: readonly string[];
}

/** What a store kept, setting by setting: one that is missing is the standard, one that cannot be read is told of too. */
export function readPageSettings(kept: unknown): ReadPageSettings {
  const known = z.record(z.string(), z.unknown()).safeParse(kept);
  if (!known.success) return { page: STANDARD_PAGE, unreadable: ['page'] };
  const read = Object.entries(PageSettings.shape).flatMap(([name, schema]) => {
    if (!Object.hasOwn(known.data, name)) return [];
    return [{ name, parsed: schema.safeParse(known.data[name]) }];
  });
  const good = read.flatMap(({ name, parsed }) => (parsed.success ? [[name, parsed.data] as const] : []));
  return {
    page: PageSettings.parse({ ...STANDARD_PAGE, ...Object.fromEntries(good) }),
    unreadable: read.flatMap(({ name, parsed }) => (parsed.success ? [] : [name])),
  };
}
