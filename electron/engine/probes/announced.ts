import { z } from 'zod';
import type { Environment, ExchangeId } from '../../../shared/model/account.ts';

/** Maintenance that is yet to come. Times are epoch ms of the exchange's clock. */
export interface Announced {
  readonly beginsAtMs: number;
  /** Null: the exchange does not say. */
  readonly endsAtMs: number | null;
  readonly title: string;
}

const MsText = z.union([z.string(), z.number()]).transform(Number).pipe(z.number().int().positive());

// "Status", 2026-08: state scheduled, ongoing, pre_open, completed, canceled; env 1 live, 2 demo; times in ms.
const OkxRow = z.object({
  title: z.string().default(''),
  state: z.string(),
  begin: MsText,
  end: z.union([MsText, z.literal('')]).optional(),
  env: z.string().default(''),
});
const OkxStatus = z.object({ data: z.array(z.unknown()).max(500) });
const OKX_ENV: Readonly<Record<Environment, string | null>> = { live: '1', testnet: '2', practice: null };

/**
 * What the answer of a status call announces. Only OKX announces there: Binance's and Kraken's say how it is now
 * (wallet pages, 2026; SystemStatus, 2026-05). Rows that cannot be read are left out.
 */
export function announcedIn(exchange: ExchangeId, body: unknown, environment: Environment): readonly Announced[] {
  if (exchange !== 'okx') return [];
  const parsed = OkxStatus.safeParse(body);
  if (!parsed.success) return [];
  const env = OKX_ENV[environment];
  return parsed.data.data.flatMap((entry) => {
    const row = OkxRow.safeParse(entry);
    if (!row.success || row.data.state !== 'scheduled') return [];
    if (env !== null && row.data.env !== '' && row.data.env !== env) return [];
    const { begin, end, title } = row.data;
    return [{ beginsAtMs: begin, endsAtMs: typeof end === 'number' ? end : null, title: title.slice(0, 200) }];
  });
}
