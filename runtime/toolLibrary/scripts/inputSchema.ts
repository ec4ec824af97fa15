import { z } from 'zod';
import type { JsonSchema } from '../../gateway/types';
import type { ToolParameter } from '../types';

const json = z.record(z.string(), z.json());

/** Parameters as the schema of one object of arguments. */
export function inputSchemaOf(parameters: readonly ToolParameter[]): JsonSchema {
  const properties = Object.fromEntries(
    parameters.map(({ name, schema, description, default: value }) => [
      name,
      {
        ...schema,
        ...(description === undefined ? {} : { description }),
        ...(value === undefined ? {} : { default: value }),
      },
    ]),
  );
  const required = parameters.flatMap(({ name, required: needed, default: value }) =>
    needed && value === undefined ? [name] : [],
  );
  return json.parse({ type: 'object', properties, required, additionalProperties: false });
}
