import type { Node } from '@vscode/tree-sitter-wasm';
import path from 'node:path/posix';
import type { CodeLanguage } from '../../../../runtime/repository';
import { field } from './names/nameCollector';

export interface SyntaxPlace {
  /** Where the name stands. */
  readonly file: string;
  /** Where it is defined. */
  readonly path: string;
  /** Line -> what is imported there of the file that defines it. */
  readonly imports: ReadonlyMap<number, string>;
}

/**
 * Whether a name that the repository defines once means that definition wherever it stands like this: the path of a Rust import, calls and
 * prototypes of C, whose functions have one name for the whole program, calls and types of Go's packages.
 */
export function meansTheOnlyOne(language: CodeLanguage, node: Node, where: SyntaxPlace): boolean {
  const { parent } = node;
  if (parent === null) return false;
  switch (language) {
    case 'rust':
      return where.imports.has(node.startPosition.row) && isInside(node, 'use_declaration');
    case 'c':
    case 'cpp':
      if (!/\.[ch]$/.test(where.file) || !where.path.endsWith('.c')) return false;
      return (
        isField(parent, 'function', node, 'call_expression') ||
        isField(parent, 'declarator', node, 'function_declarator')
      );
    case 'go': {
      if (path.dirname(where.file) === path.dirname(where.path)) {
        return (
          isField(parent, 'function', node, 'call_expression') || (node.type === 'type_identifier' && isType(parent))
        );
      }
      const module = field(parent, 'operand') ?? field(parent, 'package');
      const imported = [...where.imports.values()].some((specifier) => path.basename(specifier) === module?.text);
      return /^(?:selector_expression|qualified_type)$/.test(parent.type) && module?.id !== node.id && imported;
    }
    default:
      return false;
  }
}

function isField(parent: Node, name: string, node: Node, type: string): boolean {
  return parent.type === type && field(parent, name)?.id === node.id;
}

function isType(parent: Node): boolean {
  return !/^(?:type_spec|type_alias|type_parameter_declaration|qualified_type)$/.test(parent.type);
}

function isInside(node: Node, type: string): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === type) return true;
  return false;
}
