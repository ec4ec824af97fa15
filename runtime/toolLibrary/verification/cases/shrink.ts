/** Makes a failing case simple: of all simpler cases the first that still fails, again and again. */
import type { CaseArguments, CallableTool } from '../../execution';
import type { JsonSchema } from '../../types';

const ROUNDS = 24;
/** Simpler cases that are tried in one round trip. */
const AT_ONCE = 48;

/**
 * @param fails answers for all cases of a round at once
 * @param rounds at most
 */
export async function shrink(
  values: CaseArguments,
  tool: CallableTool,
  fails: (cases: readonly CaseArguments[]) => Promise<readonly boolean[]>,
  rounds = ROUNDS,
): Promise<CaseArguments> {
  let best = values;
  for (let round = 0; round < rounds; round++) {
    const simpler = simplerCases(best, tool).slice(0, AT_ONCE);
    if (simpler.length === 0) break;
    const failing = await fails(simpler);
    const next = simpler.find((_, index) => failing[index] === true);
    if (next === undefined) break;
    best = next;
  }
  return best;
}

function simplerCases(values: CaseArguments, tool: CallableTool): CaseArguments[] {
  const cases: CaseArguments[] = [];
  for (const { name, required, schema } of tool.parameters) {
    if (!(name in values)) continue;
    if (!required) cases.push(Object.fromEntries(Object.entries(values).filter(([each]) => each !== name)));
    for (const value of simplerValues(values[name], schema)) cases.push({ ...values, [name]: value });
  }
  return cases;
}

function simplerValues(value: unknown, schema: JsonSchema): unknown[] {
  if ('enum' in schema || 'const' in schema || 'format' in schema || 'pattern' in schema) return [];
  if (typeof value === 'number') return simplerNumbers(value, schema);
  if (typeof value === 'string') return simplerTexts(value).filter((each) => fitsLength(each.length, schema, 'Length'));
  if (Array.isArray(value)) {
    if ('prefixItems' in schema) return [];
    return simplerLists(value, subschema(schema.items)).filter((each) => fitsLength(each.length, schema, 'Items'));
  }
  if (typeof value === 'object' && value !== null) return simplerObjects(value, schema);
  return value === true ? [false] : [];
}

function simplerNumbers(value: number, schema: JsonSchema): number[] {
  const candidates = [0, 1, Math.trunc(value), Math.trunc(value / 2), value > 0 ? Math.ceil(value) - 1 : -value];
  return [...new Set(candidates)].filter(
    (each) =>
      complexity(each) < complexity(value) &&
      !(typeof schema.minimum === 'number' && each < schema.minimum) &&
      !(typeof schema.maximum === 'number' && each > schema.maximum) &&
      !(typeof schema.exclusiveMinimum === 'number' && each <= schema.exclusiveMinimum) &&
      !(typeof schema.exclusiveMaximum === 'number' && each >= schema.exclusiveMaximum),
  );
}

/** Whole before broken, small before large, above 0 before below. */
function complexity(value: number): number {
  return Math.abs(value) + (Number.isInteger(value) ? 0 : 1e6) + (value < 0 ? 0.5 : 0);
}

function simplerTexts(text: string): string[] {
  if (text === '') return [];
  const half = Math.ceil(text.length / 2);
  const without = Array.from(text.slice(0, 12), (_, at) => text.slice(0, at) + text.slice(at + 1));
  const plain = text.replace(/[^a]/, 'a');
  const all = ['', 'a', text.slice(0, half), text.slice(half), ...without, ...(plain === text ? [] : [plain])];
  return [...new Set(all)].filter((each) => each !== text && each.length + marks(each) < text.length + marks(text));
}

function marks(text: string): number {
  return text.replace(/a/g, '').length / 100;
}

function simplerLists(list: readonly unknown[], items: JsonSchema): unknown[][] {
  if (list.length === 0) return [];
  const half = Math.ceil(list.length / 2);
  const shorter = [
    [],
    list.slice(0, half),
    list.slice(half),
    ...list.slice(0, 8).map((_, at) => list.toSpliced(at, 1)),
  ];
  const simpler = list.slice(0, 6).flatMap((each, at) =>
    simplerValues(each, items)
      .slice(0, 3)
      .map((value) => list.with(at, value)),
  );
  return [...shorter.filter(({ length }) => length < list.length).map((each) => [...each]), ...simpler];
}

function simplerObjects(value: object, schema: JsonSchema): unknown[] {
  const entries = Object.entries(value);
  const required = new Set(Array.isArray(schema.required) ? (schema.required as unknown[]) : []);
  const properties = subschema(schema.properties);
  const without = entries
    .filter(([name]) => !required.has(name))
    .map(([name]) => Object.fromEntries(entries.filter(([each]) => each !== name)));
  const simpler = entries.flatMap(([name, each]) =>
    simplerValues(each, subschema(properties[name] ?? schema.additionalProperties))
      .slice(0, 4)
      .map((one) => ({ ...value, [name]: one })),
  );
  return [...without, ...simpler];
}

function fitsLength(length: number, schema: JsonSchema, of: 'Length' | 'Items'): boolean {
  const [min, max] = [schema[`min${of}`], schema[`max${of}`]];
  return !(typeof min === 'number' && length < min) && !(typeof max === 'number' && length > max);
}

function subschema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
