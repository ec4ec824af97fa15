import type { Node } from '@vscode/tree-sitter-wasm';
import { languageOfFile } from '../../../syntax';
import {
  childrenOf,
  isUnwritable,
  nodesOf,
  readDeclaration,
  type CollectionFile,
  type Declaration,
  type DeclaredParameter,
  isLiteral,
} from '../../merging';
import type { WorkspaceNames } from '../names/workspaceNames';
import type { Adapter, PassedArgument } from './adapter';

/**
 * The adapters of a workspace: functions at the top of a file that are marked as deprecated and do nothing but call another function of the workspace
 * with their own parameters and fixed values.
 *
 * @param wanted `path#name` of those that are taken; default: all
 */
export function findAdapters(names: WorkspaceNames, wanted?: ReadonlySet<string>): readonly Adapter[] {
  return names.files.paths.flatMap((path) => {
    const file = names.files.get(path);
    if (file === undefined || !/deprecated/i.test(file.text) || path.endsWith('.pyi')) return [];
    const top = names.of(path)?.module.bindings ?? new Map<string, never>();
    return [...top].flatMap(([name, bindings]) => {
      if (bindings.length !== 1 || bindings[0]?.kind !== 'function') return [];
      if (wanted !== undefined && !wanted.has(`${path}#${name}`)) return [];
      return adapterOf(names, file, name) ?? [];
    });
  });
}

function adapterOf(names: WorkspaceNames, file: CollectionFile, name: string): Adapter | undefined {
  const declaration = readDeclaration(file, name);
  if (isUnwritable(declaration) || declaration.decorators.length > 0) return undefined;
  const { documentation } = declaration;
  const told = documentation === undefined ? '' : file.text.slice(documentation.start, documentation.end);
  const language = languageOfFile(file.path) === 'python' ? 'python' : 'script';
  if (!(language === 'python' ? /\.\. deprecated::/ : /@deprecated\b/).test(told)) return undefined;
  const found = callOf(file, declaration, language);
  if (found === undefined) return undefined;
  const { call, awaited } = found;
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'identifier' || call.children.some((each) => each?.type === '?.')) return undefined;
  const reference = names.of(file.path)?.references.find(({ node }) => node.id === callee.id);
  const [target, ...more] = reference === undefined ? [] : names.meanings(file.path, reference);
  if (more.length > 0 || target?.kind !== 'name') return undefined;
  if (target.path === file.path && target.name === name) return undefined;
  const targetFile = names.files.get(target.path);
  const answering = targetFile === undefined ? undefined : readDeclaration(targetFile, target.name);
  if (answering === undefined || isUnwritable(answering)) return undefined;
  // A coroutine that is handed on without being awaited is another thing.
  if (language === 'python' && answering.asynchronous !== awaited) return undefined;
  const passed = passedArguments(call, language, declaration, answering.parameters);
  if (passed === undefined) return undefined;
  return {
    ...{ path: file.path, name, language, declaration, passed },
    parameters: declaration.parameters,
    target: { path: target.path, name: target.name },
    targetParameters: answering.parameters,
    targetAsynchronous: answering.asynchronous,
    byName: answering.parameters.every(({ passing }) => passing === 'either' || passing === 'keyword'),
  };
}

/** The one call that a function returns, where it does nothing else. */
function callOf(
  { tree }: CollectionFile,
  { body, documentation }: Declaration,
  language: Adapter['language'],
): { readonly call: Node; readonly awaited: boolean } | undefined {
  if (body.kind === 'expression') {
    const expression = tree.rootNode.descendantForIndex(body.start, body.end - 1);
    return expression?.type === 'call_expression' ? { call: expression, awaited: false } : undefined;
  }
  const block = blockOf(tree.rootNode, body, language);
  const statements = (block === undefined ? [] : childrenOf(block)).filter(
    ({ type, startIndex }) => type !== 'comment' && startIndex !== documentation?.start,
  );
  const [last, ...others] = [...statements].reverse();
  // An adapter may have an import of its own where one at the top would make a circle.
  if (last?.type !== 'return_statement' || others.some(({ type }) => type !== 'import_from_statement'))
    return undefined;
  const returned = childrenOf(last)[0];
  const awaited = returned?.type === 'await';
  const call = awaited ? returned.namedChild(0) : returned;
  return call?.type === 'call' || call?.type === 'call_expression' ? { call, awaited } : undefined;
}

function blockOf(root: Node, body: Declaration['body'], language: Adapter['language']): Node | undefined {
  const [type, from] = language === 'python' ? ['block', body.start] : ['statement_block', body.start];
  return nodesOf(root, type).find(
    (each) =>
      each.endIndex === body.end && each.startIndex >= from && (language === 'python' || each.startIndex === from),
  );
}

function passedArguments(
  call: Node,
  language: Adapter['language'],
  { parameters: own }: Declaration,
  parameters: readonly DeclaredParameter[],
): readonly PassedArgument[] | undefined {
  const list = call.childForFieldName('arguments');
  if (list === null || !['argument_list', 'arguments'].includes(list.type)) return undefined;
  const passed: (PassedArgument | undefined)[] = [];
  const valueOf = (node: Node | null | undefined): PassedArgument['value'] | undefined => {
    if (node === null || node === undefined) return undefined;
    const parameter = own.find(({ name, local = name }) => local === node.text);
    if (['identifier', 'shorthand_property_identifier'].includes(node.type) && parameter !== undefined) {
      return { parameter: parameter.name };
    }
    return isLiteral(language, node) ? { literal: node.text } : undefined;
  };
  const add = (
    passing: PassedArgument['passing'],
    name: string | undefined,
    node: Node | null | undefined,
    fallback: string | undefined,
  ): void => {
    const value = valueOf(node);
    passed.push(value === undefined ? undefined : { passing, name, value, fallback });
  };
  const named = (name: string | undefined): string | undefined =>
    parameters.find((each) => each.name === name)?.default;
  for (const [at, each] of childrenOf(list).entries()) {
    const parameter = parameters[at];
    if (each.type === 'comment') passed.push(undefined);
    else if (each.type === 'keyword_argument') {
      const name = each.childForFieldName('name')?.text;
      add('keyword', name, each.childForFieldName('value'), named(name));
    } else if (each.type === 'list_splat' || each.type === 'spread_element')
      add('rest', undefined, each.namedChild(0), undefined);
    else if (each.type === 'dictionary_splat') add('keywordRest', undefined, each.namedChild(0), undefined);
    else if (each.type === 'object' && parameters.some(({ passing }) => passing === 'field')) {
      for (const field of childrenOf(each)) {
        const isPair = field.type === 'pair' && field.childForFieldName('key')?.type === 'property_identifier';
        const name = isPair ? field.childForFieldName('key')?.text : field.text;
        if (isPair || field.type === 'shorthand_property_identifier') {
          add('field', name, isPair ? field.childForFieldName('value') : field, named(name));
        } else passed.push(undefined);
      }
    } else add('positional', parameter?.name, each, parameter?.default);
  }
  const whole = passed.flatMap((each) => each ?? []);
  return whole.length === passed.length ? whole : undefined;
}
