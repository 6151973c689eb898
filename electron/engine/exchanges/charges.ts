import type { ExchangeRequest } from '../http.ts';
import {
  type Charge,
  type ChargeRule,
  type CostRule,
  type EachRule,
  type Endpoint,
  endpointOf,
  type Limits,
  type Step,
} from './limit-rules.ts';
import { type Params, paramsOf } from './params.ts';

export interface PricedCall {
  /** `METHOD /path`. */
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly charges: readonly Charge[];
}

/** What is known of the order a call touches. */
export interface CostContext {
  /** Age of the order since it was made or last amended, ms; null: not known, the dearest step applies. */
  readonly orderAgeMs: number | null;
  /** Its instrument, for calls that name the order alone; null: not known. */
  readonly instrument: string | null;
}

type Item = ReadonlyMap<string, string>;

interface Facts {
  readonly params: Params;
  /** The orders this charge is for: one instrument's share of a batch, or the whole batch. */
  readonly group: readonly Item[];
  readonly context: CostContext;
}

const NOTHING_KNOWN: CostContext = { orderAgeMs: null, instrument: null };

/**
 * Prices a request from the exchange's table: which buckets it takes from, which part of them, how much.
 * An endpoint that is not in the table is priced by the exchange's `fallback`.
 */
export function priceCall(limits: Limits, request: ExchangeRequest, context: CostContext = NOTHING_KNOWN): PricedCall {
  const name = `${request.method} ${request.path}`;
  const endpoint = endpointOf(limits, name);
  const params = paramsOf(request);
  const charges = endpoint.charges.flatMap((rule) => chargesOf(limits, request, rule, params, context));
  return { name, endpoint, charges };
}

/** True when some call of this exchange is priced by the age of the order it touches. */
export function chargesByAge(limits: Limits): boolean {
  return Object.values(limits.endpoints).some(({ charges }) => charges.some(({ cost }) => isByAge(cost)));
}

function isByAge(rule: CostRule): boolean {
  if (typeof rule === 'number' || rule.kind === 'each') return false;
  if (rule.kind === 'order-age') return true;
  if (rule.kind === 'present' || rule.kind === 'equals') return isByAge(rule.yes) || isByAge(rule.no);
  return rule.steps.some((step) => isByAge(step.cost));
}

function chargesOf(
  limits: Limits,
  request: ExchangeRequest,
  rule: ChargeRule,
  params: Params,
  context: CostContext,
): readonly Charge[] {
  const bucket = limits.buckets[rule.bucket];
  if (bucket === undefined) throw new Error(`${request.path} is charged to ${rule.bucket}, which is no bucket`);
  const refund = rule.refund ?? null;
  return partsOf({ request, rule, params, context, isPerEndpoint: bucket.scope.includes('endpoint') })
    .map(({ part, group }) => ({ bucket, part, cost: costOf(rule.cost, { params, group, context }), refund }))
    .filter((charge) => charge.cost > 0);
}

interface Part {
  readonly part: string | null;
  readonly group: readonly Item[];
}

interface PartQuestion {
  readonly request: ExchangeRequest;
  readonly rule: ChargeRule;
  readonly params: Params;
  readonly context: CostContext;
  readonly isPerEndpoint: boolean;
}

function partsOf({ request, rule, params, context, isPerEndpoint }: PartQuestion): readonly Part[] {
  const { instrument } = rule;
  if (instrument === undefined) return [{ part: isPerEndpoint ? request.path : null, group: params.batch }];
  const shared = params.values.get(instrument) ?? context.instrument ?? '';
  if (params.batch.length === 0) return [{ part: shared, group: [] }];
  const groups = Map.groupBy(params.batch, (item) => item.get(instrument) ?? shared);
  return [...groups].map(([part, group]) => ({ part, group }));
}

function costOf(rule: CostRule, facts: Facts): number {
  if (typeof rule === 'number') return rule;
  switch (rule.kind) {
    case 'steps': {
      const text = facts.params.values.get(rule.param);
      return stepCost(rule.steps, text === undefined ? rule.missing : countIn(text), facts);
    }
    case 'present':
      return costOf(facts.params.values.has(rule.param) ? rule.yes : rule.no, facts);
    case 'equals':
      return costOf(facts.params.values.get(rule.param) === rule.value ? rule.yes : rule.no, facts);
    case 'count':
      return stepCost(
        rule.steps,
        rule.list === 'batch' ? facts.params.batch.length : listLength(facts, rule.list),
        facts,
      );
    case 'each':
      return Math.min(rule.cap, rule.each * countOf(rule, facts));
    case 'order-age': {
      const count = rule.each === 'batch' ? Math.max(1, facts.group.length) : 1;
      return rule.fixed + count * ageCost(rule.steps, facts.context.orderAgeMs);
    }
  }
}

// What is no plain count fits no step and so takes the last, dearest one.
function countIn(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function countOf({ list, matching }: EachRule, facts: Facts): number {
  if (list !== 'batch') return Math.max(1, listLength(facts, list));
  if (matching === undefined) return Math.max(1, facts.group.length);
  const orders = facts.params.batch.length === 0 ? [facts.params.values] : facts.group;
  return orders.filter((order) => matching.pattern.test(order.get(matching.param) ?? '')).length;
}

// NaN is above every step, so a parameter that is no number costs as much as the dearest value.
function stepCost(steps: readonly Step[], value: number, facts: Facts): number {
  const step = steps.find((candidate) => value <= candidate.upTo) ?? steps.at(-1);
  return step === undefined ? 0 : costOf(step.cost, facts);
}

function ageCost(steps: readonly { readonly belowMs: number; readonly cost: number }[], ageMs: number | null): number {
  if (ageMs === null) return Math.max(0, ...steps.map((step) => step.cost));
  return steps.find((step) => ageMs < step.belowMs)?.cost ?? 0;
}

/** Entries of a JSON array or comma list; 1 when there is none. */
function listLength(facts: Facts, name: string): number {
  const text = facts.params.values.get(name);
  if (text === undefined || text === '') return 1;
  return text.split(',').length;
}
