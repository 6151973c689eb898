import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { afterEach } from 'vitest';

const TAP = Symbol.for('headroom.test.loopback-only');

interface Tap {
  /** Hosts this test reached for; connecting to them was refused. */
  readonly strangers: string[];
}

/** No unit test leaves this machine: every socket and every lookup of this thread goes through here. */
const tap: Tap = (Reflect.get(globalThis, TAP) as Tap | undefined) ?? install();

// Code that is tested may well take the refusal for a fault of the network and go on.
afterEach(() => {
  const found = tap.strangers.splice(0);
  if (found.length > 0) throw new Error(`This test reached for ${found.join(', ')}: tests keep to the loopback.`);
});

function install(): Tap {
  const strangers: string[] = [];
  const refuse = (host: string): Error => {
    strangers.push(host);
    return new Error(`the tests have no network: ${host}`);
  };

  const connect = net.Socket.prototype.connect;
  // undici, http, https, tls, ws and the global fetch all end up here.
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (!isLoopback(host)) throw refuse(host);
    return Reflect.apply(connect, this, args) as net.Socket;
  } as typeof connect;

  const lookup = dns.lookup;
  const watched = (host: string, ...rest: unknown[]): void => {
    if (isLoopback(host)) return void Reflect.apply(lookup, dns, [host, ...rest]);
    const done = rest.at(-1) as (error: Error) => void;
    const error = Object.assign(refuse(host), { code: 'ENOTFOUND' });
    queueMicrotask(() => done(error));
  };
  dns.lookup = Object.assign(watched, lookup) as typeof lookup;
  const ask = dns.promises.lookup;
  dns.promises.lookup = ((host: string, ...rest: unknown[]) =>
    isLoopback(host) ? Reflect.apply(ask, dns.promises, [host, ...rest]) : Promise.reject(refuse(host))) as typeof ask;
  syncBuiltinESMExports();

  const made: Tap = { strangers };
  Reflect.set(globalThis, TAP, made);
  return made;
}

/** As `connect` takes it: an object, a port with a host or without one, a path, or all of it in a list made ready. */
function hostOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as readonly unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { readonly host?: string | null; readonly path?: string | null };
    return path === undefined || path === null ? (host ?? 'localhost') : 'localhost';
  }
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first));
  return isPort && typeof second === 'string' ? second : 'localhost';
}

function isLoopback(host: string): boolean {
  return (
    host === '' || host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}
