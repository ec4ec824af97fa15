import type { Tree } from '@vscode/tree-sitter-wasm';
import { nodesOf } from '../declarations/nodes';

/** Names in the strings of a file that programs may be looking for: `f`, `module.f`, `module:f`, and code in text (`f(…)`, `import f`). */
export interface StringMentions {
  readonly names: ReadonlySet<string>;
  /** Those that stand for something that is replaced while a test runs: `patch('module.f')`. */
  readonly patched: ReadonlySet<string>;
}

const replacing = /(?:^|\.)(?:patch\w*|object|setattr|delattr|spyOn|stub|replace\w*|mock\w*|doMock)$/;

export function stringMentions(tree: Tree): StringMentions {
  const names = new Set<string>();
  const patched = new Set<string>();
  for (const node of nodesOf(tree.rootNode, ['string', 'template_string'])) {
    if (
      /^(?:import|export)_/.test(node.parent?.type ?? '') ||
      /^(?:require|import)\(/.test(node.parent?.parent?.text ?? '')
    )
      continue;
    const text = node.text.replace(/^[a-z]*(?:"""|'''|["'`])/i, '').replace(/(?:"""|'''|["'`])$/, '');
    const path = /^(?:[\w$./@-]+[.:#/])?([A-Za-z_$][\w$]*)$/.exec(text)?.[1];
    if (path !== undefined) {
      names.add(path);
      const call = node.parent?.parent;
      if (call !== undefined && call !== null && replacing.test(call.childForFieldName('function')?.text ?? '')) {
        patched.add(path);
      }
    }
    for (const [, name = ''] of text.matchAll(/([A-Za-z_$][\w$]*)\s*\(/g)) names.add(name);
    for (const [, list = ''] of text.matchAll(/\bimport\b\s*\{?([\w$,\s]+)/g)) {
      for (const name of list.split(/[,\s]+/)) names.add(name);
    }
  }
  return { names, patched };
}
