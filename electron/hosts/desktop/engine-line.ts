import type { z } from 'zod';
import { alertCommands, alertQueries } from '../../../shared/contract/alerts-contract.ts';
import { queries } from '../../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../../shared/contract/failure.ts';
import { orderCommands, orderQueries } from '../../../shared/contract/orders-contract.ts';
import type { Engine } from '../../engine/engine-types.ts';

/** Every call the shell makes; the page makes the others. */
const CALLS = {
  'accounts.list': queries['accounts.list'],
  'settings.get': queries['settings.get'],
  'limits.snapshot': queries['limits.snapshot'],
  'orders.snapshot': orderQueries['orders.snapshot'],
  'desk.halt': orderCommands['desk.halt'],
  'alerts.snapshot': alertQueries['alerts.snapshot'],
  'alerts.acknowledge': alertCommands['alerts.acknowledge'],
  'alerts.snooze': alertCommands['alerts.snooze'],
  'alerts.told': alertCommands['alerts.told'],
} as const;

export type ShellCall = keyof typeof CALLS;
export type ShellInput<Name extends ShellCall> = z.infer<(typeof CALLS)[Name]['input']>;
export type ShellOutput<Name extends ShellCall> = z.infer<(typeof CALLS)[Name]['output']>;

/**
 * Asks the engine in its own process, as a page would over a pipe. A call that this engine does not know, or that
 * threw, is `unavailable`: the shell goes on without.
 */
export async function askEngine<Name extends ShellCall>(
  { handlers }: Pick<Engine, 'handlers'>,
  name: Name,
  input: ShellInput<Name>,
): Promise<Result<ShellOutput<Name>>> {
  const handler = handlerOf(handlers, name);
  if (handler === null) return fail({ kind: 'unavailable', detail: `${name} is not served here` });
  try {
    const result = await handler(input);
    if (!result.ok) return result;
    const schema: z.ZodType<ShellOutput<Name>> = CALLS[name].output as never;
    return ok(schema.parse(result.value));
  } catch {
    return fail({ kind: 'unavailable', detail: `${name} failed inside` });
  }
}

type Handler = (input: unknown) => Result<unknown> | Promise<Result<unknown>>;

function handlerOf(handlers: object, name: string): Handler | null {
  const handler: unknown = Object.hasOwn(handlers, name) ? Reflect.get(handlers, name) : null;
  return typeof handler === 'function' ? (handler as Handler) : null;
}
