import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, commands, events, isCallName, isEventName, queries } from '../../shared/contract/contract.ts';
import { Failure, unreachable } from '../../shared/contract/failure.ts';

describe('the contract itself', () => {
  const outputs = [
    ...Object.entries(calls).map(([name, { output }]) => [name, output] as const),
    ...Object.entries(events).map(([name, payload]) => [name, payload] as const),
    ['failure', Failure] as const,
  ];

  it('names calls and events once each', () => {
    expect(Object.keys(calls)).toHaveLength(Object.keys(queries).length + Object.keys(commands).length);
    expect(Object.keys(calls).every((name) => isCallName(name) && !isEventName(name))).toBe(true);
  });

  for (const [name, schema] of outputs) {
    it(`${name} can carry no secret: every member is named, and none is a secret's`, () => {
      const found = membersOf(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'throw' }));
      expect(
        found.names.filter((member) =>
          /secret$|passphrase|password|private|api_?key|signature|credential|token|nonce/i.test(member),
        ),
      ).toEqual([]);
      expect(found.open).toEqual([]);
    });
  }

  it('the search for secrets finds them where they are', () => {
    const schema = z.object({ list: z.array(z.object({ apiKey: z.string() })), any: z.unknown() });
    const found = membersOf(z.toJSONSchema(schema, { io: 'output' }));
    expect([found.names.includes('apiKey'), found.open]).toEqual([true, ['any']]);
  });
});

interface Members {
  readonly names: string[];
  /** Places where anything may stand. */
  readonly open: string[];
}

function membersOf(schema: unknown, path = '', into: Members = { names: [], open: [] }): Members {
  if (typeof schema !== 'object' || schema === null) return into;
  const { properties, additionalProperties, ...rest } = schema as Readonly<Record<string, unknown>>;
  const says = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref', 'properties', 'items'];
  if (!says.some((word) => word in schema)) into.open.push(path);
  for (const [name, member] of Object.entries((properties ?? {}) as Readonly<Record<string, unknown>>)) {
    // A yes or no holds no secret.
    if ((member as { type?: unknown }).type !== 'boolean') into.names.push(name);
    membersOf(member, path === '' ? name : `${path}.${name}`, into);
  }
  if (typeof additionalProperties === 'object') membersOf(additionalProperties, `${path}.*`, into);
  for (const word of ['items', 'anyOf', 'oneOf', 'allOf', '$defs', 'prefixItems']) {
    for (const member of Object.values((rest[word] ?? {}) as Readonly<Record<string, unknown>>)) {
      if (word !== 'items') membersOf(member, path, into);
    }
    if (word === 'items') membersOf(rest['items'], `${path}[]`, into);
  }
  return into;
}

it('unreachable throws, naming what it met', () =>
  expect(() => unreachable('new kind' as never, 'kind')).toThrow('Unexpected kind: "new kind"'));
