import { z } from 'zod';
import { AccountId, Environment, ExchangeId } from './account.ts';

/** What this host can do; the page asks for abilities, never for a platform. */
export const Capabilities = z.object({
  host: z.enum(['desktop', 'headless']),
  tray: z.boolean(),
  notifications: z.boolean(),
  secretStore: z.enum(['keychain', 'passphrase-file', 'memory']),
  practice: z.boolean(),
  /** It can show the data folder in a file manager. Absent: it cannot. */
  openFolder: z.boolean().optional(),
  /** It can have the system ask who is there, in place of the app lock's passphrase. Absent: it cannot. */
  systemUnlock: z.boolean().optional(),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const Hello = z.object({
  protocol: z.number().int(),
  version: z.string(),
  /** Of what it is built on: `node`, `sqlite`, `electron`, `chromium`, `keychain`. Absent: not told. */
  versions: z.record(z.string().max(20), z.string().max(40)).optional(),
  capabilities: Capabilities,
  /** Host wall time, ms, for the page to show times by. */
  nowMs: z.number(),
  /** True while no real account exists: everything on screen is practice. */
  isPracticeOnly: z.boolean(),
});
export type Hello = z.infer<typeof Hello>;

/** How well we reach an exchange. */
export const Connection = z.object({
  exchange: ExchangeId,
  environment: Environment,
  /** Absent: the exchange's own site. */
  region: z.string().max(16).optional(),
  state: z.enum(['connecting', 'ok', 'unreachable', 'bad-reply', 'maintenance']),
  /** Exchange clock − ours, ms; null until measured. */
  clockOffsetMs: z.number().nullable(),
  clockUncertaintyMs: z.number().nullable(),
  lastAnswerAtMs: z.number().nullable(),
  /** A sentence for people when the state is not ok. */
  detail: z.string().nullable(),
});
export type Connection = z.infer<typeof Connection>;

export const WorkloadLevel = z.enum(['off', 'calm', 'busy', 'storm']);
export type WorkloadLevel = z.infer<typeof WorkloadLevel>;

/** Practice environment: who works how hard, and what the practice exchanges do to us. */
export const PracticeState = z.object({
  workloads: z.array(z.object({ account: AccountId, level: WorkloadLevel })),
  exchanges: z.array(
    z.object({
      exchange: ExchangeId,
      neighbour: z.boolean(),
      latencyMs: z.number().nonnegative(),
      maintenance: z.boolean(),
      softThrottling: z.boolean(),
      /** Maintenance is announced. Absent: this exchange announces nothing to programs. */
      announced: z.boolean().optional(),
    }),
  ),
});
export type PracticeState = z.infer<typeof PracticeState>;

/** Something the host must tell at once: a full disk, a corrupt store moved aside. */
export const HostTrouble = z.object({
  id: z.string(),
  severity: z.enum(['notice', 'warning', 'critical']),
  /** Key of the sentence in the page's catalogue. */
  code: z.enum([
    'store-replaced',
    'store-damaged',
    'store-write-failed',
    'settings-unreadable',
    'clock-wrong',
    /** `detail`: by how many seconds, negative when set back. */
    'clock-stepped',
    /** `detail`: for how many seconds. The system told of it, or all clocks but one went on. */
    'slept',
  ]),
  /** Facts the sentence names. */
  detail: z.string(),
  atMs: z.number(),
});
export type HostTrouble = z.infer<typeof HostTrouble>;
