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
    const options = optionsOf(args);
    const host = hostOf(args);
    if (options?.lookup !== undefined && !isLoopback(host)) options.lookup = watchedLookup(options.lookup, refuse);
    else if (!isLoopback(host)) throw refuse(host);
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

type Lookup = NonNullable<net.TcpSocketConnectOpts['lookup']>;

/** A test may name its own addresses for a name, as long as they are here. */
function watchedLookup(lookup: Lookup, refuse: (host: string) => Error): Lookup {
  return (host, options, done) =>
    lookup(host, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      const stranger = error === null ? addresses.find((address) => !isLoopback(address)) : undefined;
      if (stranger === undefined) return done(error, found, family);
      done(refuse(stranger), found, family);
    });
}

interface Target {
  readonly host?: string | null;
  readonly path?: string | null;
  lookup?: Lookup;
}

/** `connect` takes an object, a port with a host or without one, a path, or all of it in a list made ready. */
function optionsOf(args: readonly unknown[]): Target | null {
  const first: unknown = Array.isArray(args[0]) ? (args[0] as readonly unknown[])[0] : args[0];
  return typeof first === 'object' && first !== null ? (first as Target) : null;
}

function hostOf(args: readonly unknown[]): string {
  const options = optionsOf(args);
  if (options !== null) return (options.path ?? null) === null ? (options.host ?? 'localhost') : 'localhost';
  const isPort = typeof args[0] === 'number' || /^\d+$/.test(String(args[0]));
  return isPort && typeof args[1] === 'string' ? args[1] : 'localhost';
}

function isLoopback(host: string): boolean {
  return (
    host === '' || host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}
