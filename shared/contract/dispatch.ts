import type { z } from 'zod';
import { type CallInput, type CallName, type CallOutput, calls, isCallName } from './contract.ts';
import { type Failure, type Result, fail, ok } from './failure.ts';

/** One function per call of the contract; the compiler sees to it that none is missing. */
export type Handlers = {
  readonly [Name in CallName]: (input: CallInput<Name>) => Result<CallOutput<Name>> | Promise<Result<CallOutput<Name>>>;
};

type AnyHandler = (input: unknown) => Result<unknown> | Promise<Result<unknown>>;

/**
 * Parses the input, runs the handler and parses its output. A wrong name or shape fails here with `invalid-input` and
 * reaches no handler; an output that does not fit the contract throws, since that is our bug.
 */
export async function dispatch(handlers: Handlers, name: string, input: unknown): Promise<Result<unknown>> {
  if (!isCallName(name)) return fail<Failure>({ kind: 'not-found', what: `call ${name.slice(0, 64)}` });
  const schema: { readonly input: z.ZodType; readonly output: z.ZodType } = calls[name];
  const parsed = schema.input.safeParse(input);
  if (!parsed.success) return fail<Failure>({ kind: 'invalid-input', detail: describe(parsed.error) });
  const handler = handlers[name] as AnyHandler;
  const result = await handler(parsed.data);
  return result.ok ? ok(schema.output.parse(result.value)) : result;
}

/** First few problems as `path: message`; values are left out, since an input may hold a secret. */
export function describe(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`)
    .join('; ');
}
