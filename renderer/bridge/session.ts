import { z } from 'zod';

const SessionReply = z.object({ token: z.string().min(1) });

export type SessionResult =
  | { readonly kind: 'open'; readonly token: string }
  /** The code is wrong, used or too old. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

type Place = Pick<Location, 'hash' | 'pathname' | 'search'>;
type Past = Pick<History, 'replaceState'>;

/** Takes the one-time code out of the address, so that it is in no history, bookmark or screenshot. Null: there is none. */
export function takeCode(place: Place, past: Past): string | null {
  const code = new URLSearchParams(place.hash.slice(1)).get('code');
  if (code === null) return null;
  past.replaceState(null, '', place.pathname + place.search);
  return code === '' ? null : code;
}

/** Swaps the code for a bearer token. The token is returned to the caller alone and stored nowhere. */
export async function openSession(code: string, send: typeof fetch): Promise<SessionResult> {
  try {
    const response = await send('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      credentials: 'omit',
      redirect: 'error',
    });
    if (!response.ok) return { kind: response.status >= 500 ? 'unreachable' : 'refused' };
    const reply = SessionReply.safeParse(await response.json());
    return reply.success ? { kind: 'open', token: reply.data.token } : { kind: 'unreachable' };
  } catch {
    return { kind: 'unreachable' };
  }
}
