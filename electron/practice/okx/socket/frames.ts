import { socketErrorText, type SocketCode } from '../facts/errors.ts';

/** Texts of one connection that are not channel pushes. */
export function errorFrame(code: string, msg: string, connId: string, id?: string): string {
  return JSON.stringify({ ...(id === undefined ? {} : { id }), event: 'error', msg, code, connId });
}

export function socketError(code: SocketCode, connId: string, value = ''): string {
  return errorFrame(code, socketErrorText(code, value), connId);
}

export function eventFrame(event: string, fields: Readonly<Record<string, unknown>>, connId: string): string {
  return JSON.stringify({ event, ...fields, connId });
}

export function pushFrame(
  arg: Readonly<Record<string, string>>,
  data: readonly unknown[],
  rest: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({ arg, ...rest, data });
}
