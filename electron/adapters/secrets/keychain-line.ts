import { z } from 'zod';
import { SecretStoreState } from '../../../shared/model/vault.ts';

const Call = { id: z.number().int(), name: z.string() };

/** What the process that calls the keychain is asked for. The texts of items cross this pipe and nothing else. */
export const KeychainAsk = z.discriminatedUnion('op', [
  z.object({ ...Call, op: z.literal('get') }),
  z.object({ ...Call, op: z.literal('set'), text: z.string() }),
  z.object({ ...Call, op: z.literal('remove') }),
]);
export type KeychainAsk = z.infer<typeof KeychainAsk>;

export const KeychainResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), text: z.string() }),
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('done') }),
  z.object({
    kind: z.literal('trouble'),
    state: z.enum([...SecretStoreState.exclude(['ready']).options, 'failed']),
    detail: z.string(),
  }),
]);
export type KeychainResult = z.infer<typeof KeychainResult>;

/** What it says: once that it is there, then one answer for each call. */
export const KeychainSaid = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('answer'), id: z.number().int(), result: KeychainResult }),
]);
export type KeychainSaid = z.infer<typeof KeychainSaid>;

/** A process that runs `keychain-worker.ts`, however its host starts one. */
export interface KeychainProcess {
  post(message: KeychainAsk): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Also when it could not be started. */
  onEnd(listener: () => void): void;
  /** At once, whatever it waits for. */
  kill(): void;
}

/** Starts that process from the path of its script, with nothing of ours in its arguments or its surroundings. */
export type StartKeychainProcess = (script: string) => KeychainProcess;
