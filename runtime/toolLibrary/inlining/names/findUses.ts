import type { Node } from '@vscode/tree-sitter-wasm';
import { languageOfFile } from '../../../syntax';
import type { Reference, Scope } from '../../merging';
import type { Adapter } from '../adapters/adapter';
import type { Meaning, WorkspaceNames } from './workspaceNames';

/** A place where an adapter is named in code. */
export interface AdapterUse {
  readonly adapter: Adapter;
  readonly path: string;
  /** The name, or all of `module.name`. */
  readonly node: Node;
  readonly scope: Scope;
  /** Text of what stands before the name: `module` of `module.name`, and the file that it is. */
  readonly module?: { readonly text: string; readonly path: string };
  /** The call, where it is one. */
  readonly call?: Node;
  /** Why it cannot be anything else than left. */
  readonly problem?: string;
}

/** All places in a file where adapters are named: by their own name, by an alias, by their module. Strings and comments name nothing. */
export function findUses(
  names: WorkspaceNames,
  path: string,
  adapters: ReadonlyMap<string, Adapter>,
): readonly AdapterUse[] {
  const uses: AdapterUse[] = [];
  const file = names.files.get(path);
  if (file === undefined) return uses;
  const listed = languageOfFile(path) === 'python' ? new Set<number>() : names.exportsOf(file).listed;
  for (const reference of names.of(path)?.references ?? []) {
    const meanings = names.meanings(path, reference);
    for (const meaning of meanings) {
      const found =
        meaning.kind === 'name' ? { meaning, node: reference.node } : behindModule(names, reference, meaning);
      if (found === undefined) continue;
      const adapter = adapters.get(`${found.meaning.path}#${found.meaning.name}`);
      // That a file exports what it declares is no use of it.
      if (adapter === undefined || (listed.has(found.node.id) && adapter.path === path)) continue;
      uses.push({
        ...{ adapter, path, node: found.node, scope: reference.scope, ...useOf(found.node) },
        ...(found.module === undefined ? {} : { module: found.module }),
        ...(meanings.length > 1 ? { problem: 'its name is bound more than once in this file' } : {}),
      });
      break;
    }
  }
  return uses;
}

interface Found {
  readonly meaning: Extract<Meaning, { kind: 'name' }>;
  readonly node: Node;
  readonly module?: { readonly text: string; readonly path: string };
}

/** Follows `a.b.name` from a name that is a module. */
function behindModule(names: WorkspaceNames, { node }: Reference, first: Meaning): Found | undefined {
  let at = node;
  let module = first.kind === 'module' ? first.path : undefined;
  if (first.kind === 'dotted') {
    const [, ...rest] = first.raw.specifier.split('.');
    for (const name of rest) {
      const next = memberOf(at);
      if (next?.name !== name) return undefined;
      at = next.node;
    }
    [module] = names.files.resolve(first.from, first.raw);
  }
  while (module !== undefined) {
    const next = memberOf(at);
    if (next === undefined) return undefined;
    const found = names.exported(module, next.name);
    const [meaning] = found;
    if (meaning?.kind === 'name') {
      return { meaning, node: next.node, module: { text: at.text, path: module } };
    }
    module = meaning?.kind === 'module' ? meaning.path : undefined;
    at = next.node;
  }
  return undefined;
}

function memberOf(node: Node): { readonly node: Node; readonly name: string } | undefined {
  const { parent } = node;
  if (parent === null || parent.childForFieldName('object')?.id !== node.id) return undefined;
  const name = parent.childForFieldName('attribute') ?? parent.childForFieldName('property');
  return name === null ? undefined : { node: parent, name: name.text };
}

function useOf(node: Node): Pick<AdapterUse, 'call' | 'problem'> {
  const { parent } = node;
  const isCalled = parent?.childForFieldName('function')?.id === node.id;
  if (parent !== null && isCalled && (parent.type === 'call' || parent.type === 'call_expression')) {
    if (parent.children.some((each) => each?.type === '?.')) return { problem: 'it is called only where it is there' };
    if (parent.childForFieldName('type_arguments') !== null) return { problem: 'it is called with types of its own' };
    if (parent.childForFieldName('arguments')?.type === 'template_string')
      return { problem: 'it is the tag of a template' };
    return { call: parent };
  }
  if (parent?.type === 'new_expression') return { problem: 'it is called with new' };
  if (parent?.type === 'decorator') return { problem: 'it is used as a decorator' };
  if (parent?.type === 'type_query') return { problem: 'its type is named' };
  if (parent?.type === 'export_specifier') return { problem: 'it is exported again under a name that others know' };
  const assigned = parent?.childForFieldName('left')?.id === node.id;
  return { problem: assigned ? 'it is replaced by something else here' : 'it is handed on as a value' };
}
