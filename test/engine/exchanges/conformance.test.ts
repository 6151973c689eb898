import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../shared/contract/failure.ts';
import { lanes } from '../../../shared/model/account.ts';
import { Bucket } from '../../../shared/model/bucket.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';
import { priceCall } from '../../../electron/engine/exchanges/charges.ts';
import type { ExchangeDefinition, Hosts } from '../../../electron/engine/exchanges/definition.ts';
import type { CostRule, Endpoint } from '../../../electron/engine/exchanges/limit-rules.ts';
import { exchange, exchanges } from '../../../electron/engine/exchanges/registry.ts';
import type { ExchangeRequest } from '../../../electron/engine/http.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import { vectors } from './published-vectors.ts';

const ticket: OrderTicket = {
  account: 'a',
  symbol: 'BTC-USD',
  side: 'buy',
  type: 'limit',
  quantity: decimal('1'),
  quantityUnit: 'base',
  price: decimal('9'),
  stopPrice: null,
  timeInForce: 'gtc',
};
const unbounded = { min: null, max: null, step: null };
const instrument: Instrument = {
  symbol: 'BTC-USD',
  base: 'BTC',
  quote: 'USD',
  display: 'BTC/USD',
  isTrading: true,
  status: 'online',
  price: unbounded,
  quantity: unbounded,
  marketQuantity: unbounded,
  notional: { min: null, max: null, appliesToMarket: false },
  priceBand: null,
  orderTypes: [],
  maxOpenOrders: null,
  extra: {},
};

function endpointOf(definition: ExchangeDefinition, request: ExchangeRequest): Endpoint {
  const name = `${request.method} ${request.path}`;
  const endpoint = definition.limits.endpoints[name];
  if (endpoint === undefined) throw new Error(`${definition.id} makes ${name}, which its table does not price`);
  return endpoint;
}

function hostsOf({
  environments,
}: ExchangeDefinition): readonly { readonly environment: string; readonly hosts: Hosts }[] {
  const listed = (environment: string, byRegion: Readonly<Record<string, Hosts>>) =>
    Object.values(byRegion).map((hosts) => ({ environment, hosts }));
  return [
    ...listed('live', environments.live),
    ...listed('testnet', environments.testnet ?? {}),
    { environment: 'practice', hosts: environments.practice('http://127.0.0.1:1', 'ws://127.0.0.1:2') },
  ];
}

function costsIn(rule: CostRule): readonly number[] {
  if (typeof rule === 'number') return [rule];
  switch (rule.kind) {
    case 'present':
    case 'equals':
      return [...costsIn(rule.yes), ...costsIn(rule.no)];
    case 'steps':
    case 'count':
      return rule.steps.flatMap((step) => costsIn(step.cost));
    case 'each':
      return [rule.each, rule.cap];
    case 'order-age':
      return [rule.fixed, ...rule.steps.map((step) => rule.fixed + step.cost)];
  }
}

describe.each(Object.values(exchanges).map((definition) => [definition.id, definition] as const))(
  '%s',
  (id, definition) => {
    const { limits, errors, orders, permissions, instruments, probes, signer } = definition;
    const endpoints = Object.entries(limits.endpoints);

    it('is found by its id', () => expect(exchange(id)).toBe(definition));

    it('signs the published example, every time the same', () => {
      const { apiKey, secretText, passphrase, stamp, request, signature } = vectors[id];
      const signing = signer.importSecret(secretText);
      if (!signing.ok) throw new Error(signing.failure.kind);
      const credential = {
        apiKey,
        signing: signing.value,
        passphrase: passphrase === null ? null : new Secret(passphrase),
      };
      const signed = signer.sign(request, credential, stamp);
      expect(signer.sign(request, credential, stamp)).toEqual(signed);
      const carried = [
        ...Object.values(signed.headers),
        new URLSearchParams(signed.target.split('?')[1]).get('signature'),
      ];
      expect(carried).toContain(signature);
      expect(carried).toContain(apiKey);
      expect(JSON.stringify(signed)).not.toContain(secretText);
    });

    it('refuses secrets that cannot be', () => {
      for (const text of ['', ' ', '\0', 'ключ', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'x']) {
        expect(signer.importSecret(text).ok, JSON.stringify(text)).toBe(false);
      }
    });

    it('sends public calls without a trace of a key', () => {
      const signed = signer.unsigned(probes.time());
      expect(Object.keys(signed.headers).filter((name) => /key|sign|pass|token/i.test(name))).toEqual([]);
      expect(signed.target).not.toMatch(/signature|timestamp/);
    });

    for (const [bucketId, bucket] of Object.entries(limits.buckets)) {
      it(`bucket ${bucketId} is well formed and has a reading or says why not`, () => {
        expect(Bucket.parse(bucket)).toEqual(bucket);
        expect(bucket.id).toBe(bucketId);
        const { reading } = bucket;
        expect((reading.kind === 'none' ? reading.reason : reading.name).length).toBeGreaterThan(
          reading.kind === 'none' ? 20 : 2,
        );
      });
    }

    it.each(endpoints)('%s has a lane, an effect and charges that exist and fit', (name, endpoint) => {
      expect(name).toMatch(/^(GET|POST|PUT|DELETE) \/\S*$/);
      expect(lanes).toContain(endpoint.lane);
      expect(['read', 'order', 'cancel']).toContain(endpoint.effect);
      expect(['public', 'signed']).toContain(endpoint.security);
      for (const { bucket: bucketId, cost, instrument: param } of endpoint.charges) {
        const bucket = limits.buckets[bucketId];
        if (bucket === undefined) throw new Error(`${bucketId} is no bucket`);
        for (const points of costsIn(cost)) {
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(bucket.capacity);
        }
        expect(param !== undefined, `${bucketId} is split by instrument`).toBe(bucket.scope.includes('instrument'));
      }
    });

    it('never takes an order for a read, nor anything that changes something', () => {
      const place = orders.place(
        ticket,
        instrument,
        orders.newClientOrderId((size) => new Uint8Array(size)),
        vectors[id].stamp,
      );
      expect(endpointOf(definition, place)).toMatchObject({ effect: 'order', lane: 'order', security: 'signed' });
      const cancel = orders.cancel('BTC-USD', 'mine-1');
      expect(endpointOf(definition, cancel)).toMatchObject({ effect: 'cancel', lane: 'cancel', security: 'signed' });
      const changes = /(add|amend|edit|place|cancel|close)|^(POST|PUT|DELETE) .*(order|transfer|withdraw)/i;
      const reads = endpoints
        .filter(([name, { effect }]) => effect === 'read' && changes.test(name))
        .map(([name]) => name);
      // These are asked by POST or named alike, and change nothing.
      const harmless = /OrderAmends|OpenOrders|ClosedOrders|QueryOrders|order\/test|order-precheck|^GET .*amendments$/;
      expect(reads.filter((name) => !harmless.test(name))).toEqual([]);
      for (const name of ['POST /unheard/of', 'PUT /unheard/of', 'DELETE /unheard/of', 'POST /0/private/Unheard']) {
        const [method = '', path = ''] = name.split(' ');
        if (id === 'kraken' && !path.includes('private')) continue;
        expect(limits.fallback(method, path).effect, name).not.toBe('read');
      }
    });

    it('makes reads alone besides, all of them priced', () => {
      const calls = [
        probes.time(),
        ...probes.limits(),
        probes.status('live'),
        permissions.request('live'),
        instruments.request(null),
        instruments.request(['BTC-USD']),
        orders.open(null),
        orders.open('BTC-USD'),
        orders.balances(),
        ...[null, '77'].flatMap((exchangeOrderId) =>
          [0, 100].flatMap((days) => {
            const sentAtMs = 1_800_000_000_000;
            const nowMs = sentAtMs + days * 86_400_000;
            const question = { symbol: 'BTC-USD', clientOrderId: 'mine-1', exchangeOrderId, sentAtMs, nowMs };
            return orders.lookUp(question).map(({ request }) => request);
          }),
        ),
      ].flatMap((request) => request ?? []);
      for (const request of calls) {
        expect(endpointOf(definition, request).effect).toBe('read');
        expect(priceCall(limits, request).charges.length, request.path).toBeGreaterThan(0);
      }
    });

    it('prices what it does not know, and never for nothing', () => {
      for (const path of [
        '/',
        '/api/v3/unheard',
        '/api/v5/unheard',
        '/0/private/Unheard',
        '/0/public/Unheard',
        '/sapi/v1/unheard',
      ]) {
        for (const method of ['GET', 'POST'] as const) {
          const priced = priceCall(limits, { method, path, query: '', body: null });
          expect(
            priced.charges.some(({ cost }) => cost > 0),
            `${method} ${path}`,
          ).toBe(true);
        }
      }
    });

    it('maps every documented code to a failure, and says what it means for an order', () => {
      expect(definition.documentedCodes.length).toBeGreaterThan(20);
      expect(new Set(definition.documentedCodes).size).toBe(definition.documentedCodes.length);
      for (const code of definition.documentedCodes) {
        const verdict = errors.classify(code, '');
        expect(Failure.parse(verdict.failure), code).toEqual(verdict.failure);
        expect(['not-executed', 'unknown'], code).toContain(verdict.execution);
        // An order whose outcome is not known is looked up, never sent again.
        const isOfBucket =
          verdict.gate?.scope !== 'bucket' || (verdict.gate.buckets ?? []).every((name) => name in limits.buckets);
        expect(isOfBucket, code).toBe(true);
        const { forMs } = verdict.gate ?? { forMs: null };
        if (forMs !== null) expect(forMs >= 1_000 && forMs <= 72 * 3_600_000, code).toBe(true);
      }
    });

    it('says unknown of an order when a 5xx comes without a word, and repeats it never', () => {
      const request = orders.place(ticket, instrument, 'mine-1', vectors[id].stamp);
      for (const status of [500, 502, 503, 504, 520]) {
        const reply = { status, headers: {}, text: '<html>', json: undefined };
        const outcome = errors.outcome(reply, { endpoint: `${request.method} ${request.path}`, request, serverMs: 0 });
        expect(outcome, String(status)).toMatchObject({
          kind: 'failure',
          verdict: { execution: 'unknown', retry: 'never' },
        });
      }
    });

    it('never lets live, testnet and practice share a place to send to', () => {
      const seen = new Map<string, string>();
      for (const { environment, hosts } of hostsOf(definition)) {
        expect(new URL(hosts.rest).origin).toBe(hosts.rest);
        const flag = Object.entries(hosts.headers)
          .filter(([name]) => !/user-agent/i.test(name))
          .map(String)
          .join();
        // OKX runs demo trading on the live hosts: there a header tells them apart.
        for (const place of [`${hosts.rest} ${flag}`, ...Object.values(hosts.sockets)]) {
          expect(seen.get(place) ?? environment, place).toBe(environment);
          seen.set(place, environment);
        }
      }
    });

    it('encrypts everything but practice, which stays on this machine', () => {
      for (const { environment, hosts } of hostsOf(definition)) {
        for (const url of [hosts.rest, ...Object.values(hosts.sockets)]) {
          const { protocol, hostname } = new URL(url);
          if (environment === 'practice') expect(hostname).toBe('127.0.0.1');
          else expect(['https:', 'wss:']).toContain(protocol);
        }
      }
    });

    it('makes client order ids that do not repeat', () => {
      let drawn = 0;
      const random = (size: number): Uint8Array => {
        drawn += 1;
        return createHash('sha256').update(String(drawn)).digest().subarray(0, size);
      };
      const ids = Array.from({ length: 200 }, () => orders.newClientOrderId(random));
      expect(new Set(ids).size).toBe(200);
      expect(ids.every((name) => /^[A-Za-z0-9-]{8,36}$/.test(name))).toBe(true);
    });

    it('reads no body of another shape as if it were one', () => {
      for (const body of [undefined, null, 1, 'x', [], {}, { data: [{}] }, { result: {} }, { error: [], result: 7 }]) {
        for (const read of [probes.readTime, permissions.read, orders.readBalances] as const) {
          expect(() => read(body)).not.toThrow();
        }
        expect(probes.readTime(body).ok).toBe(false);
        // An object that says nothing grants nothing: it may be read, as rights that are not known.
        const facts = permissions.read(body);
        expect(facts.ok && facts.value.grants.some(({ isGranted }) => isGranted === true)).toBe(false);
      }
    });
  },
);
