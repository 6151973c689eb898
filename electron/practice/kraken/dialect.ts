import type { PracticeReply, PracticeRequest } from '../core/request.ts';
import { htmlReply, type SwitchDialect } from '../core/switches.ts';
import { ERRORS, refused } from './errors.ts';
import { envelope } from './rest/handler.ts';
import type { KrakenSwitches } from './switches.ts';
import type { Usage } from './usage.ts';

const ALWAYS_SERVED = /\/(Time|SystemStatus)$/;

/** How Kraken words what the switches make happen. */
export function krakenDialect(switches: KrakenSwitches, usage: Usage): SwitchDialect {
  return {
    // The gateway answers with its own page when the exchange behind it took too long.
    timeoutReply: (): PracticeReply => htmlReply(switches.gatewayStatus),
    maintenanceReply: (request): PracticeReply | null =>
      ALWAYS_SERVED.test(request.path) ? null : envelope(refused(ERRORS.unavailable)),
    useOf: (request: PracticeRequest): number => {
      const apiKey = request.headers['api-key'];
      if (apiKey === undefined) return 0;
      const { level, maximum } = usage.rest(apiKey);
      return Math.min(1, level / maximum);
    },
  };
}
