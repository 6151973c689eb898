import { type Failure, type Result, fail, ok } from '../../shared/contract/failure.ts';

/** What a store gave, or `storage` when it could not. */
export async function stored<Value>(read: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return ok(await read());
  } catch (error) {
    return fail<Failure>({ kind: 'storage', detail: String(error) });
  }
}
