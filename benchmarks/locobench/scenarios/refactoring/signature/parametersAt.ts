import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage } from '../../../../../runtime/repository';
import { parseKept } from '../../../../../runtime/syntax';
import { field, named, spanOf } from '../names/nameCollector';
import type { Span } from '../names/types';

export interface FunctionHead {
  /** Between the parentheses. */
  readonly inner: Span;
  readonly parameters: readonly Parameter[];
  readonly body: Span;
  /** Its parameters can be reached without their names. */
  readonly reachesAll: boolean;
}

export interface Parameter {
  readonly span: Span;
  /** undefined: it is taken apart, or a sign between the others. */
  readonly name: { readonly text: string; readonly start: number } | undefined;
  /** required: has no default, collects nothing, is not optional. */
  readonly form: 'required' | 'optional' | 'other';
  /** As it stands, without its colon. */
  readonly type: string | undefined;
}

/**
 * The head of the function that a name defines.
 * @param start of the name
 * @returns undefined where it is no function with a list of parameters in parentheses and a type of its own
 */
export async function parametersAt(
  language: CodeLanguage,
  text: string,
  start: number,
): Promise<FunctionHead | undefined> {
  const tree = await parseKept(language, text);
  try {
    const name = tree.rootNode.descendantForIndex(start);
    const holder = name?.parent;
    if (holder === null || holder === undefined) return undefined;
    // A variable with a type of its own says elsewhere what it takes.
    if (holder.type === 'variable_declarator' && field(holder, 'type') !== undefined) return undefined;
    const owner = [holder, field(holder, 'value'), field(holder, 'right')].find(
      (each) => each !== undefined && field(each, 'parameters') !== undefined && field(each, 'body') !== undefined,
    );
    const [list, body] = owner === undefined ? [] : [field(owner, 'parameters'), field(owner, 'body')];
    if (list === undefined || body === undefined || !list.text.startsWith('(')) return undefined;
    return {
      inner: [list.startIndex + 1, list.endIndex - 1],
      parameters: named(list).map(language === 'python' ? pythonParameter : scriptParameter),
      body: spanOf(body),
      reachesAll: language === 'python' ? /\b(?:locals|vars)\(/.test(body.text) : /\barguments\b/.test(body.text),
    };
  } finally {
    tree.delete();
  }
}

function scriptParameter(node: Node): Parameter {
  const pattern = field(node, 'pattern') ?? (node.type === 'assignment_pattern' ? field(node, 'left') : node);
  const called = pattern?.type === 'rest_pattern' ? named(pattern)[0] : pattern;
  const plain = called?.type === 'identifier' ? { text: called.text, start: called.startIndex } : undefined;
  const hasDefault = node.type === 'assignment_pattern' || field(node, 'value') !== undefined;
  const collects = node.type === 'rest_pattern' || pattern?.type === 'rest_pattern' || pattern?.type === 'this';
  return {
    span: spanOf(node),
    name: plain,
    form: collects ? 'other' : hasDefault || node.type === 'optional_parameter' ? 'optional' : 'required',
    type: field(node, 'type')?.text.replace(/^:\s*/, ''),
  };
}

function pythonParameter(node: Node): Parameter {
  const name = node.type === 'typed_parameter' ? named(node)[0] : (field(node, 'name') ?? node);
  const collects = name?.type.endsWith('splat_pattern') === true;
  const called = collects ? named(name)[0] : name;
  const plain = called?.type === 'identifier' ? { text: called.text, start: called.startIndex } : undefined;
  const optional = node.type.endsWith('default_parameter');
  return {
    span: spanOf(node),
    name: plain,
    form: plain === undefined || collects ? 'other' : optional ? 'optional' : 'required',
    type: field(node, 'type')?.text,
  };
}
