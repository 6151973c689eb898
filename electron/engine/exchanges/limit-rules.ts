import type { Lane } from '../../../shared/model/account.ts';
import type { Bucket } from '../../../shared/model/bucket.ts';

/** How much one call takes from a bucket, as data. */
export type CostRule =
  | number
  /** By the value of a numeric parameter: the first step whose `upTo` is not below it; the last step otherwise. */
  | { readonly kind: 'steps'; readonly param: string; readonly missing: number; readonly steps: readonly Step[] }
  /** By whether a parameter is there. */
  | { readonly kind: 'present'; readonly param: string; readonly yes: CostRule; readonly no: CostRule }
  /** By a parameter's exact text. */
  | {
      readonly kind: 'equals';
      readonly param: string;
      readonly value: string;
      readonly yes: CostRule;
      readonly no: CostRule;
    }
  /** By the number of entries of a list parameter (JSON array or comma list), or of the orders in a batch body. */
  | { readonly kind: 'count'; readonly list: string | 'batch'; readonly steps: readonly Step[] }
  | EachRule
  /** By the age of the order touched; the dearest step when the age is not known (Kraken's matching engine). */
  | {
      readonly kind: 'order-age';
      readonly fixed: number;
      readonly steps: readonly AgeStep[];
      readonly each: 'one' | 'batch';
    };

/** So much for each entry or order, `cap` at most. */
export interface EachRule {
  readonly kind: 'each';
  readonly list: string | 'batch';
  readonly each: number;
  readonly cap: number;
  /** With list `batch`: only orders whose parameter fits count, none included; a call without batch is one order. */
  readonly matching?: { readonly param: string; readonly pattern: RegExp };
}

export interface Step {
  readonly upTo: number;
  readonly cost: CostRule;
}

/** `belowMs` is exclusive: exactly 5,000 ms falls into the next step. */
export interface AgeStep {
  readonly belowMs: number;
  readonly cost: number;
}

/** One line of an endpoint's price: which bucket, how much, and which part of it. */
export interface ChargeRule {
  readonly bucket: string;
  readonly cost: CostRule;
  /** Parameter that names the instrument (for buckets with scope `instrument`); in a batch body each order's own. */
  readonly instrument?: string;
  /** `success`: the exchange gives the whole cost back when the call succeeds. */
  readonly refund?: 'success';
}

export interface Endpoint {
  readonly lane: Lane;
  readonly security: 'public' | 'signed';
  /** `order`: one attempt and never again; `cancel` and `read` may be repeated. */
  readonly effect: 'read' | 'order' | 'cancel';
  readonly charges: readonly ChargeRule[];
}

/** Facts as data. Keys of `endpoints` are `METHOD /path`. */
export interface Limits {
  readonly buckets: Readonly<Record<string, Bucket>>;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Price of an endpoint that is not in the table: a call of a bot we do not know. */
  fallback(method: string, path: string): Endpoint;
}

/** What a call takes, bound to the parts of buckets but not yet to accounts or addresses. */
export interface Charge {
  readonly bucket: Bucket;
  /** Instrument or endpoint, for buckets whose scope has one. */
  readonly part: string | null;
  readonly cost: number;
  readonly refund: 'success' | null;
}

/** What the endpoint `METHOD /path` is, known or guessed. */
export function endpointOf(limits: Limits, name: string): Endpoint {
  const known = limits.endpoints[name];
  if (known !== undefined) return known;
  const [method = 'GET', path = '/'] = name.split(' ');
  return limits.fallback(method, path);
}
