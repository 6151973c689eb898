import { z } from 'zod';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { decimalText, idText, optionalDecimal } from '../../json.ts';

/** `data` is missing in answers of the gateway itself, as 50011 and 50119 (API v5, seen live 2024-02 and 2023-11). */
export const Envelope = z.object({ code: idText, msg: z.string().default(''), data: z.unknown().optional() });
export type Envelope = z.infer<typeof Envelope>;

/** Result of one order of a trading call. */
export const OrderAck = z.object({
  ordId: idText.default(''),
  clOrdId: z.string().default(''),
  ts: idText.optional(),
  sCode: idText,
  sMsg: z.string().default(''),
  subCode: idText.default(''),
});
export type OrderAck = z.infer<typeof OrderAck>;

/** One order as orders-pending, orders-history, `GET trade/order` and the orders channel describe it. */
export const OrderRow = z.object({
  instType: z.string().default('SPOT'),
  instId: z.string(),
  ordId: idText,
  clOrdId: z.string().default(''),
  side: z.enum(['buy', 'sell']),
  ordType: z.string(),
  state: z.enum(['live', 'partially_filled', 'filled', 'canceled', 'mmp_canceled']),
  px: optionalDecimal,
  sz: optionalDecimal,
  tgtCcy: z.string().default(''),
  accFillSz: optionalDecimal,
  avgPx: optionalDecimal,
  fee: optionalDecimal,
  feeCcy: z.string().default(''),
  cancelSource: idText.default(''),
  cancelSourceReason: z.string().default(''),
  /** In pushes that tell of an amendment: -1 refused, 0 done, 1 cancelled by it, 2 done by the system. */
  amendResult: idText.default(''),
  code: idText.default(''),
  msg: z.string().default(''),
  uTime: idText.default(''),
  cTime: idText.default(''),
});
export type OrderRow = z.infer<typeof OrderRow>;

/** What a list is turned by. */
export const PagedRow = z.object({ ordId: idText, billId: idText.optional() });

export const FillRow = z.object({
  instId: z.string(),
  ordId: idText,
  clOrdId: z.string().default(''),
  side: z.enum(['buy', 'sell']),
  fillPx: decimalText,
  fillSz: decimalText,
  fee: optionalDecimal,
  feeCcy: z.string().default(''),
  fillTime: idText.default(''),
  ts: idText.default(''),
});
export type FillRow = z.infer<typeof FillRow>;

export const BalanceRow = z.object({
  details: z.array(
    z.object({ ccy: z.string(), availBal: optionalDecimal, availEq: optionalDecimal, frozenBal: optionalDecimal }),
  ),
});

const text = z.string().default('');

export const InstrumentRow = z.looseObject({
  instId: z.string(),
  instType: z.string(),
  state: z.string(),
  baseCcy: text,
  quoteCcy: text,
  ctValCcy: text,
  settleCcy: text,
  tickSz: optionalDecimal,
  lotSz: optionalDecimal,
  minSz: optionalDecimal,
  maxLmtSz: optionalDecimal,
  maxMktSz: optionalDecimal,
});
export type InstrumentRow = z.infer<typeof InstrumentRow>;

/** Fields beyond these differ by year; they are kept and shown as they come. */
export const ConfigRow = z.looseObject({
  perm: z.string(),
  ip: z.string().optional(),
  label: text,
  uid: idText.default(''),
  acctLv: idText.optional(),
  opAuth: idText.optional(),
});
export type ConfigRow = z.infer<typeof ConfigRow>;

export const RateLimitRow = z.object({ accRateLimit: z.string().regex(/^\d*$/) });
export const TimeRow = z.object({ ts: z.string().regex(/^\d{13}$/) });

export const StatusRow = z.object({
  title: text,
  state: z.string(),
  serviceType: idText.default(''),
  env: idText.default(''),
});
export type StatusRow = z.infer<typeof StatusRow>;

export const TimedReply = z.object({ inTime: idText, outTime: idText });
export const ChannelPush = z.object({ arg: z.object({ channel: z.string() }), data: z.array(z.unknown()) });
export const OperationReply = z.object({ op: z.string(), code: idText, data: z.array(z.unknown()) });

const SUCCESS: readonly string[] = ['0'];

/** The `data` rows of an answer, parsed; `bad-reply` when its code is not accepted or a row has another shape. */
export function rowsOf<Row>(row: z.ZodType<Row>, body: unknown, accepted = SUCCESS): Result<readonly Row[]> {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return badReply('no OKX envelope');
  if (!accepted.includes(envelope.data.code)) return badReply(`code ${envelope.data.code}`);
  return parseRows(row, envelope.data.data);
}

export function parseRows<Row>(row: z.ZodType<Row>, data: unknown): Result<readonly Row[]> {
  const rows = z.array(row).safeParse(data);
  if (rows.success) return ok(rows.data);
  const issue = rows.error.issues[0];
  return badReply(`${issue?.path.join('.') ?? 'data'}: ${issue?.message ?? 'not understood'}`);
}

export function badReply(detail: string): Result<never> {
  return fail({ kind: 'bad-reply', status: null, detail: detail.slice(0, 200) });
}

/** Epoch ms written as digits; null for `''` and anything else. */
export function epochMs(digits: string): number | null {
  return /^\d{13}$/.test(digits) ? Number(digits) : null;
}

/** `''` as null: OKX writes what does not apply as an empty text. */
export function given(value: string): string | null {
  return value === '' ? null : value;
}
