import type { Node } from '@vscode/tree-sitter-wasm';
import type { RawImport } from '../../../repository';
import { languageOfFile } from '../../../syntax';
import { childrenOf } from '../declarations/nodes';
import type { CollectionFile, CollectionFiles } from '../imports/collectionFiles';
import { isPureValue } from './pureValue';

/**
 * Whether loading what an import names does nothing but declare: it may then be left out.
 * Packages are not known, and count as doing something.
 */
export function isQuietImport(files: CollectionFiles, from: string, raw: RawImport, seen = new Set<string>()): boolean {
  if (raw.typeOnly) return true;
  if (files.isBuiltIn(from, raw)) return !/^(?:this|antigravity)$/.test(raw.specifier);
  const paths = files.resolve(from, raw);
  return paths.length > 0 && paths.every((path) => isQuiet(files, path, seen));
}

function isQuiet(files: CollectionFiles, path: string, seen: Set<string>): boolean {
  if (seen.has(path)) return true;
  seen.add(path);
  const file = files.get(path);
  if (file === undefined) return false;
  const imports = file.facts.imports.filter(({ deferred }) => !deferred);
  return statementsAreQuiet(file) && imports.every((raw) => isQuietImport(files, path, raw, seen));
}

function statementsAreQuiet({ path, tree }: CollectionFile): boolean {
  const language = languageOfFile(path) === 'python' ? 'python' : 'script';
  return childrenOf(tree.rootNode).every((each) => isQuietStatement(language, each));
}

const declarations = new Set([
  'comment',
  'hash_bang_line',
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'function_declaration',
  'generator_function_declaration',
  'function_signature',
  'interface_declaration',
  'type_alias_declaration',
  'type_alias_statement',
  'enum_declaration',
  'pass_statement',
]);

function isQuietStatement(language: 'python' | 'script', node: Node): boolean {
  if (declarations.has(node.type)) return true;
  switch (node.type) {
    case 'function_definition':
      return defaultsOf(node).every((each) => isPureValue(language, each));
    case 'decorated_definition': {
      const quiet =
        /^@(?:dataclass|dataclasses\.dataclass|property|staticmethod|classmethod|overload|typing\.overload|functools\.\w+|cache|lru_cache|total_ordering)\b/;
      return childrenOf(node).every((each) =>
        each.type === 'decorator' ? quiet.test(each.text) : isQuietStatement(language, each),
      );
    }
    case 'class_definition': {
      const body = node.childForFieldName('body');
      return body === null || childrenOf(body).every((each) => isQuietStatement(language, each));
    }
    case 'class_declaration':
      return node.descendantsOfType(['decorator', 'class_static_block']).length === 0;
    case 'export_statement':
      return childrenOf(node).every(
        (each) =>
          ['export_clause', 'string', 'identifier', 'namespace_export'].includes(each.type) ||
          isQuietStatement(language, each) ||
          isPureValue(language, each),
      );
    case 'lexical_declaration':
    case 'variable_declaration':
      return childrenOf(node).every((each) => isQuietDeclarator(language, each));
    case 'expression_statement': {
      const [value] = childrenOf(node);
      if (value?.type === 'string') return true;
      if (value?.type === 'assignment_expression') {
        const right = value.childForFieldName('right');
        const isPlain = right !== null && (right.type === 'identifier' || isPureValue(language, right));
        return isPlain && /^(?:module\.)?exports\b/.test(value.text);
      }
      if (value?.type !== 'assignment') return false;
      const right = value.childForFieldName('right');
      return value.childForFieldName('left')?.type === 'identifier' && (right === null || isPureValue(language, right));
    }
    case 'if_statement':
      return /^(?:TYPE_CHECKING|typing\.TYPE_CHECKING|__name__ == ["']__main__["'])$/.test(
        node.childForFieldName('condition')?.text ?? '',
      );
    default:
      return false;
  }
}

function isQuietDeclarator(language: 'python' | 'script', node: Node): boolean {
  const value = node.childForFieldName('value');
  return value === null || value.text.startsWith('require(') || isPureValue(language, value);
}

function defaultsOf(definition: Node): readonly Node[] {
  const list = definition.childForFieldName('parameters');
  return (list === null ? [] : childrenOf(list)).flatMap((each) => each.childForFieldName('value') ?? []);
}
