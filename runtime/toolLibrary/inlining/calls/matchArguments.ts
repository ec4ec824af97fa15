import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, type DeclaredParameter } from '../../merging';
import type { Adapter } from '../adapters/adapter';

/** What a call passes to each parameter of an adapter; a rest takes several. Missing: it is left to its default. */
export interface MatchedArguments {
  readonly values: ReadonlyMap<string, readonly SiteArgument[]>;
  /** All of them, in the order in which they are evaluated. */
  readonly inOrder: readonly SiteArgument[];
}

export interface SiteArgument {
  /** The whole argument, with its name where it has one. */
  readonly node: Node;
  readonly value: Node;
  readonly name?: string;
}

/** Why a call is not taken apart, for people. */
export interface Unmatched {
  readonly reason: string;
}

/** Which argument of a call is which parameter of the adapter. */
export function matchArguments({ language, parameters }: Adapter, list: Node): MatchedArguments | Unmatched {
  if (!['argument_list', 'arguments'].includes(list.type))
    return { reason: 'its arguments have a form that is not rewritten' };
  const given = childrenOf(list);
  if (given.some(({ type }) => type === 'comment')) return { reason: 'comments stand among its arguments' };
  if (given.some(({ type }) => ['list_splat', 'dictionary_splat', 'spread_element'].includes(type))) {
    return { reason: 'it spreads a value over its arguments, and how many these are is not known' };
  }
  const fields = parameters.filter(({ passing }) => passing === 'field');
  if (language === 'script' && fields.length > 0) return matchFields(fields, given);
  return language === 'python' ? matchPython(parameters, given) : matchPositions(parameters, given);
}

function matchPython(parameters: readonly DeclaredParameter[], given: readonly Node[]): MatchedArguments | Unmatched {
  const values = new Map<string, SiteArgument[]>();
  const inOrder: SiteArgument[] = [];
  const positions = parameters.filter(({ passing }) => passing === 'positional' || passing === 'either');
  const rest = parameters.find(({ passing }) => passing === 'rest');
  const keywordRest = parameters.find(({ passing }) => passing === 'keywordRest');
  let at = 0;
  for (const node of given) {
    const name = node.type === 'keyword_argument' ? node.childForFieldName('name')?.text : undefined;
    const value = name === undefined ? node : node.childForFieldName('value');
    if (value === null) return { reason: 'its arguments have a form that is not rewritten' };
    const named = parameters.find(
      (each) => each.name === name && (each.passing === 'either' || each.passing === 'keyword'),
    );
    const parameter = name === undefined ? (positions[at++] ?? rest) : (named ?? keywordRest);
    const isMany = parameter?.passing === 'rest' || parameter?.passing === 'keywordRest';
    if (parameter === undefined || (!isMany && values.has(parameter.name))) {
      return { reason: 'its arguments do not fit the parameters' };
    }
    const argument = { node, value, ...(name === undefined ? {} : { name }) };
    values.set(parameter.name, [...(values.get(parameter.name) ?? []), argument]);
    inOrder.push(argument);
  }
  return { values, inOrder };
}

function matchPositions(
  parameters: readonly DeclaredParameter[],
  given: readonly Node[],
): MatchedArguments | Unmatched {
  const values = new Map<string, SiteArgument[]>();
  const rest = parameters.find(({ passing }) => passing === 'rest');
  const positions = parameters.filter((each) => each !== rest);
  const inOrder = given.map((node) => ({ node, value: node }));
  for (const [at, argument] of inOrder.entries()) {
    const parameter = positions[at] ?? rest;
    if (parameter === undefined) return { reason: 'it passes more arguments than there are parameters' };
    // Written out it means the same as nothing.
    if (argument.value.type === 'undefined' || argument.value.text === 'undefined') {
      if (parameter !== rest) continue;
    }
    values.set(parameter.name, [...(values.get(parameter.name) ?? []), argument]);
  }
  return { values, inOrder: inOrder.filter((each) => [...values.values()].flat().includes(each)) };
}

function matchFields(fields: readonly DeclaredParameter[], given: readonly Node[]): MatchedArguments | Unmatched {
  const [object, ...more] = given;
  if (object?.type !== 'object' || more.length > 0) {
    return { reason: 'its fields are not written out at the call' };
  }
  const values = new Map<string, SiteArgument[]>();
  const inOrder: SiteArgument[] = [];
  for (const node of childrenOf(object)) {
    const key = node.type === 'pair' ? node.childForFieldName('key') : node;
    const value = node.type === 'pair' ? node.childForFieldName('value') : node;
    const name = key?.text ?? '';
    if (value === null || !['property_identifier', 'shorthand_property_identifier'].includes(key?.type ?? '')) {
      return { reason: 'its fields have a form that is not rewritten' };
    }
    if (values.has(name) || !fields.some((each) => each.name === name)) {
      return { reason: 'its fields do not fit the parameters' };
    }
    const argument = { node, value, name };
    values.set(name, [argument]);
    inOrder.push(argument);
  }
  return { values, inOrder };
}
