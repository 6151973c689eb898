import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calls, events } from '../../shared/contract/contract.ts';
import { Failure } from '../../shared/contract/failure.ts';
import { keyCommands } from '../../shared/contract/keys-contract.ts';

interface Place {
  readonly path: string;
  readonly type: string;
  readonly schema: unknown;
}

/** Names of what signs, unlocks or lets in. */
const SECRET_NAME = /secret|pass(?:phrase|word)|api_?key|private|credential|token|signature|pem$/i;
/** Types that have no room for a secret. */
const NARROW: readonly string[] = ['boolean', 'enum', 'literal', 'number', 'null'];
/** Public by its nature. */
const ALLOWED: readonly string[] = ['keys.generate.publicKeyPem'];

/** Every value a schema has a place for, with its path. */
function placesOf(schema: unknown, path: string): readonly Place[] {
  const def = definitionOf(schema);
  const inner = [
    def['innerType'],
    def['element'],
    def['in'],
    def['out'],
    def['left'],
    def['right'],
    def['keyType'],
    def['valueType'],
  ];
  const listed = [...members(def['options']), ...members(def['items'])];
  const shape = Object.entries((def['shape'] ?? {}) as Record<string, unknown>);
  return [
    { path, type: String(def['type']), schema },
    ...[...inner, ...listed]
      .filter((part) => part !== undefined && part !== null)
      .flatMap((part) => placesOf(part, path)),
    ...shape.flatMap(([name, part]) => placesOf(part, `${path}.${name}`)),
  ];
}

function members(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function definitionOf(schema: unknown): Record<string, unknown> {
  if (!(schema instanceof z.ZodType)) throw new Error('not a schema');
  return schema.def as unknown as Record<string, unknown>;
}

const outputs: readonly (readonly [string, unknown])[] = [
  ...Object.entries(calls).map(([name, { output }]) => [name, output] as const),
  ...Object.entries(events),
  ['failure', Failure],
];

const WRAPPERS: readonly string[] = [
  'nullable',
  'optional',
  'default',
  'readonly',
  'union',
  'object',
  'array',
  'record',
  'pipe',
];

function suspects(places: readonly Place[]): readonly string[] {
  return places
    .filter(({ path }) => SECRET_NAME.test(path.split('.').at(-1) ?? '') && path.split('.').length > 2)
    .filter(({ path, type }) => !NARROW.includes(type) && !WRAPPERS.includes(type) && !ALLOWED.includes(path))
    .map(({ path, type }) => `${path}: ${type}`);
}

describe('outputs and events', () => {
  for (const [name, schema] of outputs) {
    it(`${name} has no place with a secret's name that could hold one`, () => {
      expect(suspects(placesOf(schema, name))).toEqual([]);
    });
  }

  it('share no schema with the inputs that take secrets', () => {
    const { apiKey, secret, passphrase } = keyCommands['keys.add'].input.shape;
    const doors = [apiKey, secret, passphrase.unwrap()];
    const shared = outputs
      .flatMap(([name, schema]) => placesOf(schema, name))
      .filter((place) => doors.includes(place.schema as never));
    expect(shared).toEqual([]);
  });

  it('hold no value whose form is not known', () => {
    const open = outputs
      .flatMap(([name, schema]) => placesOf(schema, name))
      .filter(({ type }) => ['any', 'unknown', 'custom', 'transform'].includes(type));
    expect(open.map(({ path, type }) => `${path}: ${type}`)).toEqual([]);
  });
});

describe('the walk itself', () => {
  it('finds the three places of the one door', () => {
    const found = suspects(placesOf(keyCommands['keys.add'].input, 'keys.add'));
    expect(found).toEqual(['keys.add.apiKey: string', 'keys.add.secret: string', 'keys.add.passphrase: string']);
  });

  it('looks into lists, unions, records and what may be left out', () => {
    const deep = z.object({
      rows: z.array(z.union([z.object({ apiSecret: z.string().optional() }), z.object({ kind: z.literal('x') })])),
      byName: z.record(z.string(), z.object({ password: z.string().nullable().default(null) })),
    });
    expect(suspects(placesOf(deep, 'x'))).toEqual(['x.rows.apiSecret: string', 'x.byName.password: string']);
  });
});
