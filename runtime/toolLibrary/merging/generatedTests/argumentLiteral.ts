import type { JsonSchema } from '../../types';
import { literalText } from '../adapters/literalText';

/** An argument as an expression of Python: whole numbers of a parameter of floats are floats, which Python tells apart. */
export function pythonArgument(value: unknown, schema: JsonSchema): string {
  if (typeof value === 'number' && Number.isInteger(value) && isFloat(schema)) {
    const text = literalText('python', value);
    return text.includes('e') ? text : `${text}.0`;
  }
  if (Array.isArray(value)) {
    const first: unknown[] = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
    return `[${value.map((each, at) => pythonArgument(each, asSchema(first[at] ?? schema.items))).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const properties = asSchema(schema.properties);
    const entries = Object.entries(value).map(([name, each]) => {
      return `${literalText('python', name)}: ${pythonArgument(each, asSchema(properties[name] ?? schema.additionalProperties))}`;
    });
    return `{${entries.join(', ')}}`;
  }
  return literalText('python', value);
}

function isFloat({ type, anyOf }: JsonSchema): boolean {
  if (type === 'number') return true;
  const arms = Array.isArray(anyOf) ? anyOf.map(asSchema) : [];
  return arms.some(isFloat) && !arms.some((arm) => arm.type === 'integer');
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
