/** One job as a line for a runner. */
import type { JsonSchema } from '../types';
import type { CallJob, Callee, CallLimits, CaseArguments } from './types';

/**
 * @param files number under which the runner knows the callee's file set
 * @param from index of the first case that is sent
 */
export function jobRequest(
  number: number,
  job: CallJob,
  limits: CallLimits,
  { files, from }: { readonly files: number | undefined; readonly from: number },
): string {
  const { callee, cases, report = {} } = job;
  const { expected } = job;
  const head = {
    ...(expected === undefined ? {} : { expected: expected.slice(from).map((each) => each ?? null) }),
    ...{ job: number, ...calleeHead(callee), files, report },
    ...{
      soft: Math.min(job.callSeconds ?? Infinity, limits.callSeconds),
      load: limits.loadSeconds,
      patience: job.patience ?? limits.patience,
    },
  };
  const schemas = schemasOf(callee);
  const texts = cases.slice(from).map((values) => caseText(values, schemas));
  return `${JSON.stringify(head).slice(0, -1)},"cases":[${texts.join(',')}]}\n`;
}

/** One call as a line for a program that makes no other one. */
export function callRequest(callee: Callee, values: CaseArguments): string {
  const given = caseText(values, schemasOf(callee));
  return `${JSON.stringify(calleeHead(callee)).slice(0, -1)},"arguments":${given}}\n`;
}

/** What every program is told of a function. */
function calleeHead({ language, root, path, access, parameters, calling = 'declared' }: Callee) {
  return {
    ...{ root, path, access },
    passing: calling === 'named' ? null : parameters.map(({ name, passing }) => [name, passing ?? 'plain']),
    convert: Object.fromEntries(
      parameters.flatMap(({ name, type }) => {
        const kind = language === 'javascript' ? conversion(type) : undefined;
        return kind === undefined ? [] : [[name, kind]];
      }),
    ),
  };
}

function schemasOf({ language, parameters }: Callee): ReadonlyMap<string, JsonSchema> {
  return new Map(parameters.map(({ name, schema }) => [name, language === 'python' ? schema : {}]));
}

function caseText(values: CaseArguments, schemas: ReadonlyMap<string, JsonSchema>): string {
  const members = Object.entries(values).map(
    ([name, value]) => `${JSON.stringify(name)}:${argumentText(value, schemas.get(name) ?? {})}`,
  );
  return `{${members.join(',')}}`;
}

/** JSON in which whole numbers of a schema of floats are written as floats: Python tells 2 and 2.0 apart. */
export function argumentText(value: unknown, schema: JsonSchema): string {
  if (typeof value === 'number' && Number.isInteger(value) && isFloat(schema)) {
    const text = JSON.stringify(value);
    return text.includes('e') ? text : `${text}.0`;
  }
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
    const items = value.map((each, index) => argumentText(each, asSchema(first[index] ?? schema.items)));
    return `[${items.join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const properties = asSchema(schema.properties);
    const members = Object.entries(value).map(
      ([name, each]) =>
        `${JSON.stringify(name)}:${argumentText(each, asSchema(properties[name] ?? schema.additionalProperties))}`,
    );
    return `{${members.join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}

function isFloat(schema: JsonSchema): boolean {
  const { type } = schema;
  if (type === 'number') return true;
  if (Array.isArray(type)) return type.includes('number') && !type.includes('integer');
  const arms = [schema.anyOf, schema.oneOf].find(Array.isArray)?.map(asSchema) ?? [];
  return arms.some(isFloat) && !arms.some((arm) => arm.type === 'integer');
}

export function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

const CONVERSIONS: readonly (readonly [RegExp, string])[] = [
  [/^Date$/, 'date'],
  [/^(?:Readonly)?Set</, 'set'],
  [/^(?:Readonly)?Map</, 'map'],
  [/^bigint$/, 'bigint'],
  [/^RegExp$/, 'regexp'],
  [/^URL$/, 'url'],
  [/^(?:Uint8Array|Buffer)\b/, 'bytes'],
];

/** What JSON does not have is made of it, by the type that TypeScript's source writes. */
function conversion(type: string | undefined): string | undefined {
  const plain = type?.replace(/\s*\|\s*(?:undefined|null)\b/g, '').trim() ?? '';
  return CONVERSIONS.find(([pattern]) => pattern.test(plain))?.[1];
}
