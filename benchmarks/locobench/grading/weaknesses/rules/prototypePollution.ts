import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile, CodeFunction } from '../code/codeFile';
import { variablesIn } from '../code/guards';
import { isVariable } from '../code/names';
import type { WeaknessRule } from '../types';

/** `{}` has a prototype that all objects share; these have none, or ask for own properties only. */
const SAFE =
  /Object\.create\(null\)|new Map\b|\bhasOwn(?:Property)?\b|Object\.defineProperty|Reflect\.ownKeys\(\w+\)\.includes/;

export const prototypePollution: WeaknessRule = {
  cwe: 'CWE-1321',
  title: 'prototype pollution: keys from outside reach the prototype of all objects',
  families: ['script'],
  *find(file) {
    const found = new Set<CodeFunction>();
    for (const write of file.ofType('assignment_expression')) {
      const own = file.functionOf(write);
      if (own === undefined || found.has(own) || !writesKey(write, own, file)) continue;
      if (!walks(own, write, file) || refuses(own, file)) continue;
      found.add(own);
      yield write;
    }
  },
};

/** `target[key] = …` with a key that is no number and no fixed text. */
function writesKey(node: Node, own: CodeFunction, file: CodeFile): boolean {
  const left = node.childForFieldName('left');
  if (left?.type !== 'subscript_expression') return false;
  const index = left.childForFieldName('index');
  if (
    index === null ||
    !/^(identifier|subscript_expression|non_null_expression|as_expression|call_expression)$/.test(index.type)
  )
    return false;
  return keyComesFromOutside(index, own, file);
}

/** From `for … in`, from the keys of an object, or from a path that is split. */
function keyComesFromOutside(index: Node, own: CodeFunction, file: CodeFile): boolean {
  const seen = new Set<string>();
  const comes = (node: Node): boolean =>
    variablesIn(node).some((name) => {
      if (seen.has(name)) return false;
      seen.add(name);
      return (
        file.assignments(name).some(({ node: at, value }) => {
          if (at.type === 'for_in_statement' && at.children.some((child) => child?.text === 'in')) return true;
          if (/\.(split|keys|entries)\(/.test(value.text)) return true;
          return isVariable(value) || /^(subscript|call|member|non_null|as_)/.test(value.type) ? comes(value) : false;
        }) ||
        (own.parameters.includes(name) && (listIsPath(name, own) || isCallbackOfKeys(own, file)))
      );
    });
  return comes(index);
}

function listIsPath(name: string, own: CodeFunction): boolean {
  return /^(path|keys|segments|parts)$/.test(name) && own.body.text.includes(`${name}[`);
}

function isCallbackOfKeys(own: CodeFunction, file: CodeFile): boolean {
  const call =
    own.node.parent?.parent === null || own.node.parent === null ? undefined : file.callAt(own.node.parent.parent);
  return call?.name === 'forEach' && /\.(keys|entries)\(|split\(/.test(call.object?.text ?? '');
}

/** The function goes down into what it wrote to: by itself again, or by `at = at[key]`. */
function walks(own: CodeFunction, write: Node, file: CodeFile): boolean {
  const outer = own.owner ?? own;
  const names = [own.name, outer.name].flatMap((name) => name ?? []);
  const again = file.calls.some(
    (call) =>
      names.includes(call.name) &&
      inside(call.node, outer) &&
      call.args.some((each) => each.type === 'subscript_expression' || isVariable(each)),
  );
  if (again) return true;
  const base = write.childForFieldName('left')?.childForFieldName('object')?.text;
  return (
    base !== undefined &&
    file
      .assignments(base)
      .some(
        ({ node, value }) =>
          inside(node, own) && new RegExp(`^\\(?${base.replace(/\W/g, '\\$&')}\\s*\\[`).test(value.text),
      )
  );
}

/** It refuses the keys that lead to a prototype, itself or by a list of the file or a function that it asks. */
function refuses(own: CodeFunction, file: CodeFile): boolean {
  const outer = own.owner ?? own;
  const texts = [outer.node.text];
  for (const name of new Set([
    ...variablesIn(outer.body),
    ...file.calls.filter((call) => inside(call.node, outer)).map(({ name: called }) => called),
  ])) {
    if (name === own.name || name === outer.name) continue;
    const helper = file.functionNamed(name);
    if (helper !== undefined) texts.push(helper.node.text);
    for (const { value, owner } of file.assignments(name)) if (owner === undefined) texts.push(value.text);
  }
  const all = texts.join('\n');
  return (
    SAFE.test(all) ||
    (all.includes('__proto__') && (!/split\(|path|segments/.test(outer.node.text) || /constructor|prototype/.test(all)))
  );
}

function inside(node: Node, own: CodeFunction): boolean {
  return node.startIndex >= own.node.startIndex && node.endIndex <= own.node.endIndex;
}
