/** Classes that are data as JSON Schema: dataclasses, TypedDict, NamedTuple, pydantic, attrs, enumerations. */
import { isJson } from '../literal';
import { anything, described, enumOf, objectOf } from '../schemas';
import type { JsonSchema } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import { parseDocstring } from './docstring';
import { fieldFacts } from './fieldFacts';
import { pythonLiteral, pythonString } from './pythonLiteral';
import { assignmentsIn, type PythonDefinition } from './pythonModule';
import { annotationSchema, lastPart, type TypeScope } from './pythonTypes';

const enumBases = new Set(['Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag']);
const dataDecorators = new Set(['dataclass', 'define', 'attrs', 's', 'frozen', 'mutable', 'attr']);
const dataBases = new Set(['BaseModel', 'TypedDict', 'NamedTuple', 'SQLModel', 'Struct', 'BaseSettings', 'ToolArgs']);

/** @returns a schema that says no more than `object` for a class whose fields are not declared */
export function classSchema(definition: PythonDefinition, scope: TypeScope): JsonSchema {
  const { name, node } = definition;
  const bases = basesOf(node).map((each) => lastPart(scope.module.qualified(each)));
  if (bases.some((each) => enumBases.has(each))) return enumeration(definition, scope);
  if (!isData(definition, scope, [])) return anything;
  const isTuple = bases.includes('NamedTuple');
  const optionalByDefault = bases.includes('TypedDict') && totalIsFalse(node);
  const fields = new Map<string, { readonly schema: JsonSchema; readonly required: boolean }>();
  for (const base of basesOf(node)) {
    // What it inherits from a class of the same module.
    const parent = scope.within.includes(base) ? undefined : scope.module.class(base);
    if (parent === undefined) continue;
    const inherited = classSchema(parent, { ...scope, within: [...scope.within, base] });
    const required = Array.isArray(inherited.required) ? (inherited.required as readonly unknown[]) : [];
    for (const [key, schema] of Object.entries((inherited.properties ?? {}) as Record<string, JsonSchema>)) {
      fields.set(key, { schema, required: required.includes(key) });
    }
  }
  const texts = parseDocstring(docstringOf(node) ?? '');
  for (const { left, type, right } of assignmentsIn(node)) {
    const key = left.text;
    if (type === undefined || left.type !== 'identifier' || key === 'model_config') continue;
    const written = type.text;
    if (/^(?:\w+\.)?ClassVar\b/.test(written) || key.startsWith('__')) continue;
    let schema = described(annotationSchema(type, scope), texts.parameters.get(key)?.description);
    let required = !optionalByDefault && !/\bNotRequired\[/.test(written);
    let alias: string | undefined;
    if (
      right?.type === 'call' &&
      /(^|\.)(Field|field|ib|attrib|Factory|InputField)$/.test(right.child('function')?.text ?? '')
    ) {
      const facts = fieldFacts(right, scope.module);
      schema = { ...schema, ...facts.keywords, ...(facts.default === undefined ? {} : { default: facts.default }) };
      required = required && !facts.hasDefault;
      alias = facts.alias;
    } else if (right !== undefined) {
      const known = pythonLiteral(right, scope.module.lookUp);
      if (known !== undefined && isJson(known.value)) schema = { ...schema, default: known.value };
      required = false;
    }
    if (optionalByDefault && /\bRequired\[/.test(written) && !/\bNotRequired\[/.test(written)) required = true;
    fields.set(alias ?? key, { schema, required });
  }
  if (isTuple) {
    const items = [...fields.values()].map(({ schema }) => schema);
    const least = [...fields.values()].filter(({ required }) => required).length;
    return { type: 'array', title: name, prefixItems: items, minItems: least, maxItems: items.length };
  }
  const properties = Object.fromEntries([...fields].map(([key, { schema }]) => [key, schema]));
  const required = [...fields].flatMap(([key, each]) => (each.required ? [key] : []));
  return described(objectOf(properties, required, name), texts.description);
}

/** Text of the docstring of a function or class. */
export function docstringOf(node: SyntaxNode): string | undefined {
  const first = node.child('body')?.named[0];
  if (first?.type !== 'expression_statement' || first.named.length !== 1) return undefined;
  return pythonString(first.named[0]);
}

/** Names of what a class extends, as written, without type arguments. */
export function basesOf(node: SyntaxNode): readonly string[] {
  const given = node.child('superclasses')?.named ?? [];
  return given.flatMap((each) => (each.type === 'keyword_argument' ? [] : [(each.child('value') ?? each).text]));
}

function isData(definition: PythonDefinition, scope: TypeScope, seen: readonly string[]): boolean {
  const { node, decorators, name } = definition;
  if (seen.includes(name)) return false;
  const marks = decorators.map((each) => lastPart(decoratorName(each)));
  if (marks.some((each) => dataDecorators.has(each))) return true;
  return basesOf(node).some((base) => {
    if (dataBases.has(lastPart(scope.module.qualified(base)))) return true;
    const parent = scope.module.class(base);
    return parent !== undefined && isData(parent, scope, [...seen, name]);
  });
}

/** `@a.b(…)` → `a.b` */
export function decoratorName(decorator: SyntaxNode): string {
  const [expression] = decorator.named;
  return (expression?.type === 'call' ? expression.child('function') : expression)?.text ?? '';
}

function totalIsFalse(node: SyntaxNode): boolean {
  const given = node.child('superclasses')?.named ?? [];
  return given.some((each) => each.child('name')?.text === 'total' && each.child('value')?.text === 'False');
}

function enumeration({ node, name }: PythonDefinition, { module }: TypeScope): JsonSchema {
  const values: unknown[] = [];
  for (const { left, right } of assignmentsIn(node)) {
    if (left.type !== 'identifier' || left.text.startsWith('_')) continue;
    if (right?.type === 'call' && /(^|\.)auto$/.test(right.child('function')?.text ?? '')) {
      const isText = basesOf(node).some((each) => lastPart(each) === 'StrEnum');
      values.push(isText ? left.text.toLowerCase() : values.length + 1);
      continue;
    }
    const known = pythonLiteral(right, module.lookUp);
    if (known === undefined || !isJson(known.value)) return anything;
    values.push(known.value);
  }
  return values.length === 0 ? anything : { ...enumOf(values), title: name };
}
