import { z } from 'zod';
import type { AccountId } from '../../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { type Decimal, Decimal as DecimalSchema, ZERO, compare, decimal } from '../../../../shared/model/decimal.ts';
import { PersonalLimits } from '../../../../shared/model/desk.ts';
import type { Clock } from '../../ports.ts';
import type { Journal } from '../../recorder/types.ts';

const SETTING = 'personal-limits';
/** How long a raise waits, ms. */
export const RAISE_AFTER_MS = 60_000;
/** Typed instead of a figure to take a limit off. */
export const NO_LIMIT = 'none';

const Kept = z.object({
  limits: PersonalLimits,
  pending: z.object({ limits: PersonalLimits, fromMs: z.number() }).nullable(),
});
type Kept = z.infer<typeof Kept>;

export type KeptLimits = Kept;

const FIGURES = ['maxOrderQuote', 'maxDayQuote', 'priceBand', 'priceWarn', 'maxImpact', 'maxBalanceShare'] as const;
type Figure = (typeof FIGURES)[number];

/** What its user allows themselves, per account. Kept by the host; no page can raise it in haste. */
export class PersonalLimitBook {
  readonly #clock: Clock;
  readonly #journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  /** Null: what was kept cannot be read, so that nothing is allowed until it is set anew. */
  #kept: Map<AccountId, Kept> | null;
  /** A clock put forward does not shorten the wait; monotonic ms. */
  readonly #notBefore = new Map<AccountId, number>();

  constructor(clock: Clock, journal: Pick<Journal, 'loadSetting' | 'saveSetting'>) {
    this.#clock = clock;
    this.#journal = journal;
    this.#kept = read(journal.loadSetting(SETTING));
  }

  of(account: AccountId): Kept {
    if (this.#kept === null) return { limits: closed(account), pending: null };
    const kept = this.#kept.get(account) ?? { limits: standard(account), pending: null };
    return kept.pending !== null && this.#isDue(account, kept.pending.fromMs)
      ? { limits: kept.pending.limits, pending: null }
      : kept;
  }

  /** Every figure that is lowered counts at once. One may be raised at a time, when `typed` repeats it: a minute later. */
  set(wanted: PersonalLimits, typed: string): Result<Kept> {
    const refused = problemOf(wanted);
    if (refused !== null) return fail({ kind: 'invalid-input', detail: refused });
    const { limits: now } = this.of(wanted.account);
    const raised = FIGURES.filter((figure) => isRaised(now[figure], wanted[figure]));
    const [first, ...more] = raised;
    if (more.length > 0) return fail({ kind: 'invalid-input', detail: 'raise one limit at a time' });
    if (first !== undefined && !isRepeated(typed, wanted[first])) {
      return fail({ kind: 'invalid-input', detail: 'the raised figure must be typed again' });
    }
    return this.#keep(first === undefined ? { limits: wanted, pending: null } : this.#raise(now, wanted, first));
  }

  #raise(now: PersonalLimits, wanted: PersonalLimits, figure: Figure): Kept {
    const fromMs = this.#clock.now() + RAISE_AFTER_MS;
    return { limits: { ...wanted, [figure]: now[figure] }, pending: { limits: wanted, fromMs } };
  }

  #keep(next: Kept): Result<Kept> {
    const { account } = next.limits;
    const all = new Map(this.#kept).set(account, next);
    try {
      this.#journal.saveSetting(SETTING, JSON.stringify([...all.values()]));
    } catch {
      return fail({ kind: 'storage', detail: 'the limits cannot be kept' });
    }
    this.#kept = all;
    this.#notBefore.set(account, this.#clock.monotonic() + (next.pending === null ? 0 : RAISE_AFTER_MS));
    return ok(next);
  }

  #isDue(account: AccountId, fromMs: number): boolean {
    return this.#clock.now() >= fromMs && this.#clock.monotonic() >= (this.#notBefore.get(account) ?? 0);
  }
}

function standard(account: AccountId): PersonalLimits {
  return {
    account,
    maxOrderQuote: null,
    maxDayQuote: null,
    priceBand: decimal('0.05'),
    priceWarn: decimal('0.01'),
    maxImpact: null,
    maxBalanceShare: null,
  };
}

function closed(account: AccountId): PersonalLimits {
  return { ...standard(account), maxOrderQuote: ZERO, maxDayQuote: ZERO };
}

function read(text: string | null): Map<AccountId, Kept> | null {
  if (text === null) return new Map();
  try {
    return new Map(
      z
        .array(Kept)
        .parse(JSON.parse(text))
        .map((kept) => [kept.limits.account, kept]),
    );
  } catch {
    return null;
  }
}

function problemOf(limits: PersonalLimits): string | null {
  const wrong = FIGURES.find((figure) => limits[figure]?.startsWith('-') === true);
  if (wrong !== undefined) return `${wrong} is below zero`;
  return compare(limits.priceWarn, limits.priceBand) > 0 ? 'the warning lies beyond the band' : null;
}

/** Null is no limit, and so above every other. */
function isRaised(now: Decimal | null, wanted: Decimal | null): boolean {
  if (now === null) return false;
  return wanted === null || compare(wanted, now) > 0;
}

function isRepeated(typed: string, figure: Decimal | null): boolean {
  const text = typed.trim();
  if (figure === null) return text.toLowerCase() === NO_LIMIT;
  const parsed = DecimalSchema.safeParse(text);
  return parsed.success && compare(parsed.data, figure) === 0;
}
