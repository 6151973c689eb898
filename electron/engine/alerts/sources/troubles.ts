import type { StandingTrouble } from '../../troubles.ts';
import type { Observation } from '../observation.ts';

type Code = StandingTrouble['code'];

const CODES: readonly Code[] = ['store-replaced', 'store-damaged', 'store-write-failed', 'settings-unreadable'];
/** What happened once is shown for so long; what lasts is shown until it is over. */
const SHOWN_MS = 3_600_000;

/** What is wrong with what is kept on this machine, one observation for each code. */
export class TroubleSource {
  readonly #known = new Map<Code, Observation>();

  observe(standing: readonly StandingTrouble[]): readonly Observation[] {
    return CODES.flatMap((code) => {
      const seen =
        observation(
          code,
          standing.filter((trouble) => trouble.code === code),
        ) ?? this.#over(code);
      if (seen === null) return [];
      if (seen.value === true) this.#known.set(code, seen);
      return [seen];
    });
  }

  #over(code: Code): Observation | null {
    const known = this.#known.get(code);
    this.#known.delete(code);
    return known === undefined ? null : { ...known, value: false };
  }
}

function observation(code: Code, troubles: readonly StandingTrouble[]): Observation | null {
  const last = troubles.at(-1);
  if (last === undefined) return null;
  const isState = troubles.some((trouble) => trouble.isState);
  return {
    kind: 'store-trouble',
    subject: code,
    exchange: null,
    account: null,
    value: true,
    facts: { why: code, detail: [...new Set(troubles.map(({ detail }) => detail))].join(', ') },
    endsAtMs: isState ? null : last.atMs + SHOWN_MS,
  };
}
