import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextReplacement } from '../adapters/adapterText';
import { childrenOf, nodesOf } from '../declarations/nodes';
import { statementLines } from './removeStatement';

/**
 * Takes one name out of an import, and the whole import where it brings no other.
 *
 * @param statement import of either language, or `const { a } = require('…')`
 * @param loads whether the file is still to be loaded, for what loading it does
 * @returns undefined where it cannot be taken out
 */
export function removeImport(text: string, statement: Node, name: string, loads: boolean): TextReplacement | undefined {
  const parts = partsOf(statement);
  const at = parts.findIndex((each) => localName(each) === name);
  const part = parts[at];
  if (part === undefined) return undefined;
  if (parts.length === 1) {
    if (!loads) return statementLines(text, wholeOf(statement));
    const source = statement.type === 'import_statement' ? statement.childForFieldName('source') : null;
    // Python has no form that loads and names nothing.
    return source === null ? undefined : { start: statement.startIndex, end: source.startIndex, after: 'import ' };
  }
  const list = part.parent?.type === 'named_imports' && part.parent.namedChildCount === 1 ? part.parent : part;
  const [before, after] = [parts[at - 1], parts[at + 1]];
  if (after !== undefined) {
    const next = after.parent?.type === 'named_imports' && list.parent?.id !== after.parent.id ? after.parent : after;
    return { start: list.startIndex, end: next.startIndex, after: '' };
  }
  return before === undefined ? undefined : { start: before.endIndex, end: list.endIndex, after: '' };
}

/** What an import brings, one node for each name. */
export function partsOf(statement: Node): readonly Node[] {
  if (statement.type === 'import_from_statement' || (statement.type === 'import_statement' && isPython(statement))) {
    return statement.childrenForFieldName('name').filter((each) => each !== null);
  }
  if (statement.type === 'import_statement') {
    return childrenOf(statement)
      .filter(({ type }) => type === 'import_clause')
      .flatMap(childrenOf)
      .flatMap((each) =>
        each.type === 'named_imports' ? childrenOf(each).filter(({ type }) => type !== 'comment') : [each],
      );
  }
  const pattern = statement.childForFieldName('name');
  if (pattern?.type === 'object_pattern') return childrenOf(pattern);
  return pattern === null ? [] : [pattern];
}

export function localName(part: Node): string {
  if (part.type === 'dotted_name') return part.text.split('.')[0] ?? '';
  if (part.type === 'namespace_import') return part.namedChild(0)?.text ?? '';
  const local =
    part.childForFieldName('alias') ?? part.childForFieldName('value') ?? part.childForFieldName('name') ?? part;
  return local.text;
}

export function isPython(statement: Node): boolean {
  return (
    statement.parent?.type === 'module' ||
    (nodesOf(statement, 'import_clause').length === 0 && statement.childForFieldName('source') === null)
  );
}

/** A declarator's whole declaration, where it is the only one. */
function wholeOf(statement: Node): Node {
  const { parent } = statement;
  return statement.type === 'variable_declarator' && parent !== null ? parent : statement;
}
