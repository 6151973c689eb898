import { type DestinationStream, pino } from 'pino';
import type { Log, LogFields } from '../engine/log.ts';
import type { Redactor } from './redactor.ts';

// Engine and hosts pass named fields only; should a name like these ever appear, its value does not.
const CENSORED = [
  'secret',
  'passphrase',
  'signature',
  'token',
  'apiKey',
  'authorization',
  'code',
  'url',
  'query',
  'body',
  'headers',
];

/** Structured lines on stderr, so that stdout stays for the ready line; the redactor sees each as it is written. */
export function pinoLog(
  level: 'info' | 'warn' | 'error',
  redactor: Pick<Redactor, 'redact'>,
  destination: DestinationStream = pino.destination({ fd: 2, sync: false }),
): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: CENSORED, censor: '[redacted]' } },
    { write: (line) => void destination.write(redactor.redact(line)) },
  );
  const at =
    (write: (fields: LogFields, event: string) => void) =>
    (event: string, fields: LogFields = {}) =>
      write(fields, event);
  return {
    info: at((fields, event) => logger.info(fields, event)),
    warn: at((fields, event) => logger.warn(fields, event)),
    error: at((fields, event) => logger.error(fields, event)),
  };
}
