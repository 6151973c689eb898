// The venue counts orders and trades from 1; OKX shows 18 to 19 digit texts, too large for a JSON number.
const ORDER_BASE = 2_900_000_000_000_000_000n;
const ORDER_STEP = 65_536n;
const BILL_BASE = 2_950_000_000_000_000_000n;
const DIGITS = /^\d{1,19}$/;

export function ordIdOf(orderId: number): string {
  return String(ORDER_BASE + BigInt(orderId) * ORDER_STEP);
}

/** The venue's id behind an `ordId`; undefined for anything this exchange never issued. */
export function orderIdOf(ordId: string): number | undefined {
  if (!DIGITS.test(ordId)) return undefined;
  const offset = BigInt(ordId) - ORDER_BASE;
  return offset > 0n && offset % ORDER_STEP === 0n ? Number(offset / ORDER_STEP) : undefined;
}

export function billIdOf(fillId: number): string {
  return String(BILL_BASE + BigInt(fillId));
}

/** −1, 0 or 1 for two ids of digits, compared as whole numbers of any size. */
export function compareIds(left: string, right: string): number {
  const difference = BigInt(left) - BigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isDigits(text: string): boolean {
  return DIGITS.test(text);
}
