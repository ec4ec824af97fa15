import type { SyntaxNode } from '../syntaxNode';
import { importsOf, type PythonImport } from './pythonModule';
import { boundName, targetNames } from './pythonScope';

/** Names that a function binds for itself. Python's scopes are whole functions, so they are known before it is read. */
export interface Bindings {
  readonly locals: ReadonlySet<string>;
  /** Locals that stand for functions and classes which are part of the text. */
  readonly callable: ReadonlySet<string>;
  readonly imports: ReadonlyMap<string, PythonImport>;
  /** Declared to be the module's. */
  readonly globals: ReadonlySet<string>;
}

/** @param node with decorators @param parameters of the function itself */
export function bindingsOf(node: SyntaxNode, parameters: readonly string[]): Bindings {
  const locals = new Set(parameters);
  const callable = new Set<string>();
  const imports = new Map<string, PythonImport>();
  const globals = new Set<string>();
  for (const each of node.walk()) {
    switch (each.type) {
      case 'assignment':
      case 'for_statement':
      case 'for_in_clause':
      case 'augmented_assignment': {
        const isFunction = each.child('right')?.type === 'lambda';
        for (const name of targetNames(each.child('left'))) {
          locals.add(name);
          if (isFunction) callable.add(name);
        }
        break;
      }
      case 'named_expression':
        locals.add(each.child('name')?.text ?? '');
        break;
      case 'as_pattern_target':
      case 'lambda_parameters':
        for (const inner of each.walk()) if (inner.type === 'identifier') locals.add(inner.text);
        break;
      case 'function_definition':
      case 'class_definition': {
        const name = each.child('name')?.text;
        if (each.parent === node || each === node || name === undefined) break;
        locals.add(name);
        callable.add(name);
        for (const parameter of each.child('parameters')?.named ?? []) locals.add(boundName(parameter) ?? '');
        break;
      }
      case 'import_statement':
      case 'import_from_statement':
        for (const { local, module, name } of importsOf(each)) imports.set(local, { module, name });
        break;
      case 'global_statement':
        for (const name of each.named) globals.add(name.text);
        break;
    }
  }
  for (const name of globals) locals.delete(name);
  return { locals, callable, imports, globals };
}
