import { createHash } from 'node:crypto';
import type { JsonSchema, ToolRecord } from '../../types';
import type { SimilarityView } from '../types';

type Typed = Pick<ToolRecord, 'parameters' | 'returns'>;

/** Types of the parameters in any order, and that of the result: shared ones by all (Jaccard of multisets). Unknown where a tool tells no type. */
export function signatureView(tools: readonly Typed[], weight: number): SimilarityView {
  // Many tools have few signatures: each pair of those is compared once.
  const numbers = new Map<string, number>();
  const different: (readonly string[])[] = [];
  const signatures = tools.map((tool) => {
    const types = signatureOf(tool);
    const key = JSON.stringify(types);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, different.length);
    different.push(types);
    return different.length - 1;
  });
  const kept = new Map<number, Float32Array>();
  const rowOf = (signature: number) => {
    let row = kept.get(signature);
    if (row === undefined) {
      row = Float32Array.from(different, (other) => shared(different[signature]!, other));
      kept.set(signature, row);
    }
    return row;
  };
  return {
    name: 'signature',
    weight,
    fill: (tool, row) => {
      const similar = rowOf(signatures[tool]!);
      for (let other = 0; other < tool; other++) row[other] = similar[signatures[other]!]!;
    },
  };
}

/** Sorted; empty where nothing is known. */
export function signatureOf({ parameters, returns }: Typed): readonly string[] {
  const types = parameters.map(({ schema }) => typeName(schema));
  const result = returns?.schema === undefined ? undefined : typeName(returns.schema);
  if (types.every((type) => type === 'any') && (result === undefined || result === 'any')) return [];
  return [...types, ...(result === undefined ? [] : [`-> ${result}`])].sort();
}

function typeName(schema: JsonSchema): string {
  const { type, items } = schema;
  if (schema.enum !== undefined || schema.const !== undefined) return `enum ${digest(schema.enum ?? schema.const)}`;
  if (typeof type === 'string') {
    const inner = typeof items === 'object' && items !== null && !Array.isArray(items) ? (items as JsonSchema) : {};
    return type === 'array' ? `array of ${typeName(inner)}` : type;
  }
  if (Array.isArray(type)) return [...(type as readonly unknown[])].map(String).sort().join(' or ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return (choices as readonly JsonSchema[]).map(typeName).sort().join(' or ');
  return 'any';
}

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);

/** NaN where one of them is unknown. */
function shared(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return NaN;
  const counts = new Map<string, number>();
  for (const type of one) counts.set(type, (counts.get(type) ?? 0) + 1);
  let common = 0;
  for (const type of other) {
    const left = counts.get(type) ?? 0;
    if (left === 0) continue;
    counts.set(type, left - 1);
    common++;
  }
  return common / (one.length + other.length - common);
}
