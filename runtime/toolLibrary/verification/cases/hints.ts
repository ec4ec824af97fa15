/** What a parameter's words say about its texts: where “a date as YYYY-MM-DD” is asked for, most other texts only raise. */
import type { JsonSchema, ToolParameter } from '../../types';

const HINTS: readonly (readonly [RegExp, JsonSchema])[] = [
  [/YYYY-MM-DDT|date-?time|timestamp|ISO ?8601/i, { type: 'string', format: 'date-time' }],
  [/YYYY-MM-DD|\b(?:iso )?dates?\b|\bday\b|birthday|deadline/i, { type: 'string', format: 'date' }],
  [/HH:MM|\btime of day\b|\bclock\b/i, { type: 'string', format: 'time' }],
  [/e-?mail/i, { type: 'string', format: 'email' }],
  [/\bur[li]s?\b|\blink\b|web address/i, { type: 'string', format: 'uri' }],
  [/\buuid\b/i, { type: 'string', format: 'uuid' }],
  [/\bip(?:v4)?\b/i, { type: 'string', format: 'ipv4' }],
  [/\bhex|colou?r\b|#rrggbb/i, { type: 'string', pattern: '^#[0-9a-f]{6}$' }],
  [/\bdigits\b|\bnumber\b|\bcode\b|\bcard\b|\bphone\b/i, { type: 'string', pattern: '^[0-9]{1,16}$' }],
  [/snake_case/i, { type: 'string', pattern: '^[a-z]{1,6}(_[a-z]{1,6}){0,3}$' }],
  [/camelCase/i, { type: 'string', pattern: '^[a-z]{1,6}([A-Z][a-z]{1,5}){0,3}$' }],
  [/kebab/i, { type: 'string', pattern: '^[a-z]{1,6}(-[a-z]{1,6}){0,3}$' }],
];

/** The parameter with its schema widened by what its name and description ask for; half of its values are of that form. */
export function hinted(parameter: ToolParameter): ToolParameter {
  const { schema, name, description = '' } = parameter;
  if (schema.type === 'array' && isPlainText(schema.items)) {
    const items = hintFor(name, description);
    return items === undefined ? parameter : { ...parameter, schema: { ...schema, items: either(items) } };
  }
  const hint = isPlainText(schema) ? hintFor(name, description) : undefined;
  return hint === undefined ? parameter : { ...parameter, schema: either(hint) };
}

function hintFor(name: string, description: string): JsonSchema | undefined {
  const words = name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  return HINTS.find(([pattern]) => pattern.test(description) || pattern.test(words))?.[1];
}

function either(hint: JsonSchema): JsonSchema {
  return { anyOf: [hint, { type: 'string' }] };
}

function isPlainText(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) return false;
  return schema.type === 'string' && !('enum' in schema) && !('format' in schema) && !('pattern' in schema);
}
