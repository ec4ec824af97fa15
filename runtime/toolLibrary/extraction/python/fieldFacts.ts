import { isJson } from '../literal';
import type { JsonSchema } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import { pythonLiteral } from './pythonLiteral';
import type { PythonModule } from './pythonModule';

export interface FieldFacts {
  /** Description and bounds as keywords of JSON Schema. */
  readonly keywords: JsonSchema;
  /** Whether the field may be left out. */
  readonly hasDefault: boolean;
  /** Of the default, where it is a literal. */
  readonly default: unknown;
  readonly alias: string | undefined;
}

const keywords: Readonly<Record<string, string>> = {
  description: 'description',
  help: 'description',
  title: 'title',
  ge: 'minimum',
  gt: 'exclusiveMinimum',
  le: 'maximum',
  lt: 'exclusiveMaximum',
  multiple_of: 'multipleOf',
  min_length: 'minLength',
  max_length: 'maxLength',
  min_items: 'minItems',
  max_items: 'maxItems',
  pattern: 'pattern',
  regex: 'pattern',
  examples: 'examples',
};

/** What `Field(…)` of pydantic, `field(…)` of dataclasses and attrs, and the like say. */
export function fieldFacts(call: SyntaxNode, module: PythonModule): FieldFacts {
  const found: Record<string, unknown> = {};
  let hasDefault = false;
  let value: unknown;
  let alias: string | undefined;
  const [first, ...rest] = call.child('arguments')?.named ?? [];
  const takeDefault = (node: SyntaxNode | undefined): void => {
    if (node === undefined || node.type === 'ellipsis') return;
    hasDefault = true;
    const known = pythonLiteral(node, module.lookUp);
    if (known !== undefined && isJson(known.value)) value = known.value;
  };
  if (first !== undefined && first.type !== 'keyword_argument') takeDefault(first);
  for (const each of [...(first === undefined ? [] : [first]), ...rest]) {
    if (each.type !== 'keyword_argument') continue;
    const name = each.child('name')?.text ?? '';
    const given = each.child('value');
    if (name === 'default') takeDefault(given);
    else if (name === 'default_factory' || name === 'factory') {
      hasDefault = true;
      const made = { list: [], dict: {}, str: '', int: 0, bool: false }[given?.text ?? ''];
      if (made !== undefined) value = made;
    } else if (name === 'alias') {
      const known = pythonLiteral(given, module.lookUp)?.value;
      if (typeof known === 'string') alias = known;
    } else if (Object.hasOwn(keywords, name)) {
      const known = pythonLiteral(given, module.lookUp);
      if (known !== undefined && isJson(known.value)) found[keywords[name]!] = known.value;
    }
  }
  return { keywords: found, hasDefault, default: value, alias };
}
