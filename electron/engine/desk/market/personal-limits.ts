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

export interface KeptLimits {
  readonly limits: PersonalLimits;
  readonly pending: { readonly limits: PersonalLimits; readonly fromMs: number } | null;
}
type Kept = KeptLimits;

const FIGURES = ['maxOrderQuote', 'maxDayQuote', 'priceBand', 'priceWarn', 'maxImpact', 'maxBalanceShare'] as const;
/** Another currency makes other limits of the same figures, and so is raised like one. */
const RAISABLE = [...FIGURES, 'currency'] as const;
type Raisable = (typeof RAISABLE)[number];

export interface LimitParts {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  /** What the limits of an account count in as long as its user chose nothing else. */
  readonly currencyOf: (account: AccountId) => string;
}

/** What its user allows themselves, per account. Kept by the host; no page can raise it in haste. */
export class PersonalLimitBook {
  readonly #parts: LimitParts;
  /** Null: what was kept cannot be read, so that nothing is allowed until it is set anew. */
  #kept: Map<AccountId, Kept> | null;
  /** A clock put forward does not shorten the wait; monotonic ms. */
  readonly #notBefore = new Map<AccountId, number>();

  constructor(parts: LimitParts) {
    this.#parts = parts;
    this.#kept = read(parts.journal.loadSetting(SETTING), parts.currencyOf);
  }

  of(account: AccountId): Kept {
    const currency = this.#parts.currencyOf(account);
    if (this.#kept === null) return { limits: closed(account, currency), pending: null };
    const kept = this.#kept.get(account) ?? { limits: standard(account, currency), pending: null };
    return kept.pending !== null && this.#isDue(account, kept.pending.fromMs)
      ? { limits: kept.pending.limits, pending: null }
      : kept;
  }

  /** Every figure that is lowered counts at once. One may be raised at a time, when `typed` repeats it: a minute later. */
  set(wanted: PersonalLimits, typed: string): Result<Kept> {
    const refused = problemOf(wanted);
    if (refused !== null) return fail({ kind: 'invalid-input', detail: refused });
    const { limits: now } = this.of(wanted.account);
    const raised = RAISABLE.filter((name) => isRaised(now, wanted, name));
    const [first, ...more] = raised;
    if (more.length > 0) return fail({ kind: 'invalid-input', detail: 'raise one limit at a time' });
    if (first !== undefined && !isRepeated(typed, wanted, first)) {
      return fail({ kind: 'invalid-input', detail: 'the raised figure must be typed again' });
    }
    return this.#keep(first === undefined ? { limits: wanted, pending: null } : this.#raise(now, wanted, first));
  }

  #raise(now: PersonalLimits, wanted: PersonalLimits, name: Raisable): Kept {
    const fromMs = this.#parts.clock.now() + RAISE_AFTER_MS;
    return { limits: { ...wanted, [name]: now[name] }, pending: { limits: wanted, fromMs } };
  }

  #keep(next: Kept): Result<Kept> {
    const { clock, journal } = this.#parts;
    const { account } = next.limits;
    const all = new Map(this.#kept).set(account, next);
    try {
      journal.saveSetting(SETTING, JSON.stringify([...all.values()]));
    } catch {
      return fail({ kind: 'storage', detail: 'the limits cannot be kept' });
    }
    this.#kept = all;
    this.#notBefore.set(account, clock.monotonic() + (next.pending === null ? 0 : RAISE_AFTER_MS));
    return ok(next);
  }

  #isDue(account: AccountId, fromMs: number): boolean {
    const { clock } = this.#parts;
    return clock.now() >= fromMs && clock.monotonic() >= (this.#notBefore.get(account) ?? 0);
  }
}

/**
 * What counts until its user says otherwise (docs/orders.md): large enough for most orders made by hand, small enough
 * that a zero too many does not leave. Figures of money are dollars of whichever kind the exchange trades in most.
 */
function standard(account: AccountId, currency: string): PersonalLimits {
  return {
    account,
    currency,
    maxOrderQuote: decimal('10000'),
    maxDayQuote: decimal('50000'),
    priceBand: decimal('0.05'),
    priceWarn: decimal('0.01'),
    maxImpact: decimal('0.01'),
    maxBalanceShare: decimal('0.5'),
  };
}

function closed(account: AccountId, currency: string): PersonalLimits {
  return { ...standard(account, currency), maxOrderQuote: ZERO, maxDayQuote: ZERO };
}

// Limits of earlier builds named no currency.
const Stored = PersonalLimits.partial({ currency: true });
const StoredKept = z.object({
  limits: Stored,
  pending: z.object({ limits: Stored, fromMs: z.number() }).nullable(),
});

function read(text: string | null, currencyOf: LimitParts['currencyOf']): Map<AccountId, Kept> | null {
  if (text === null) return new Map();
  const named = (limits: z.infer<typeof Stored>): PersonalLimits => ({
    ...limits,
    currency: limits.currency ?? currencyOf(limits.account),
  });
  try {
    const kept = z.array(StoredKept).parse(JSON.parse(text));
    return new Map(
      kept.map(({ limits, pending }) => [
        limits.account,
        {
          limits: named(limits),
          pending: pending === null ? null : { limits: named(pending.limits), fromMs: pending.fromMs },
        },
      ]),
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
function isRaised(now: PersonalLimits, wanted: PersonalLimits, name: Raisable): boolean {
  if (name === 'currency') return now.currency !== wanted.currency;
  const [before, after] = [now[name], wanted[name]];
  if (before === null) return false;
  return after === null || compare(after, before) > 0;
}

function isRepeated(typed: string, wanted: PersonalLimits, name: Raisable): boolean {
  const text = typed.trim();
  if (name === 'currency') return text === wanted.currency;
  return isFigure(text, wanted[name]);
}

function isFigure(text: string, figure: Decimal | null): boolean {
  if (figure === null) return text.toLowerCase() === NO_LIMIT;
  const parsed = DecimalSchema.safeParse(text);
  return parsed.success && compare(parsed.data, figure) === 0;
}
