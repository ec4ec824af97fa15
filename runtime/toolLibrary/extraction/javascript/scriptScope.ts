/** Names that a part of a module binds for itself. */
import type { SyntaxNode } from '../syntaxNode';
import { bare } from './scriptLiteral';
import { functionTypes } from './scriptModule';

export interface ScopeNames {
  readonly locals: ReadonlySet<string>;
  /** Locals that stand for functions and classes that are part of the text. */
  readonly callable: ReadonlySet<string>;
  /** Of the function itself. */
  readonly parameters: ReadonlySet<string>;
}

/** Blocks are not told apart: a name that is bound anywhere inside counts as bound everywhere inside. */
export function scopeNames(node: SyntaxNode): ScopeNames {
  const locals = new Set<string>();
  const callable = new Set<string>();
  const parameters = new Set(functionTypes.has(node.type) ? parameterNames(node) : []);
  for (const each of node.walk()) {
    if (functionTypes.has(each.type)) for (const name of parameterNames(each)) locals.add(name);
    switch (each.type) {
      case 'variable_declarator': {
        const value = bare(each.child('value'));
        for (const name of patternNames(each.child('name'))) {
          locals.add(name);
          if (value !== undefined && (functionTypes.has(value.type) || value.type === 'class')) callable.add(name);
        }
        break;
      }
      case 'for_in_statement':
        if (each.child('kind') !== undefined) for (const name of patternNames(each.child('left'))) locals.add(name);
        break;
      case 'catch_clause':
        for (const name of patternNames(each.child('parameter'))) locals.add(name);
        break;
      case 'function_declaration':
      case 'generator_function_declaration':
      case 'function_expression':
      case 'class_declaration': {
        const name = each.child('name')?.text;
        if (name === undefined || each === node) break;
        locals.add(name);
        callable.add(name);
        break;
      }
      case 'type_parameter':
        locals.add(each.child('name')?.text ?? '');
        break;
    }
  }
  return { locals, callable, parameters };
}

function parameterNames(node: SyntaxNode): readonly string[] {
  const single = node.child('parameter');
  if (single !== undefined) return [single.text];
  return (node.child('parameters')?.named ?? []).flatMap((each) => patternNames(each.child('pattern') ?? each));
}

/** Names that a pattern binds. */
export function patternNames(node: SyntaxNode | undefined): readonly string[] {
  switch (node?.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [node.text];
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
      return node.named.flatMap(patternNames);
    case 'pair_pattern':
      return patternNames(node.child('value'));
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return patternNames(node.child('left'));
    default:
      return [];
  }
}

/** The name at the beginning of `a.b[0].c`. */
export function rootName(given: SyntaxNode | undefined): string | undefined {
  let at = bare(given);
  while (at !== undefined && at.type !== 'identifier') {
    if (at.type !== 'member_expression' && at.type !== 'subscript_expression') return undefined;
    at = bare(at.child('object'));
  }
  return at?.text;
}
