import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import type { TextReplacement } from '../adapters/adapterText';
import { childrenOf } from '../declarations/nodes';
import { partsOf } from './removeImport';
import { statementLines } from './removeStatement';

/**
 * Joins imports that a refactoring added with those of the same module that stand above them.
 * @param known texts of the imports that were there before: they stay statements of their own
 */
export function combineImports(tree: Tree, text: string, known: ReadonlySet<string>): readonly TextReplacement[] {
  const edits: TextReplacement[] = [];
  const first = new Map<string, { readonly statement: Node; readonly added: string[] }>();
  for (const statement of childrenOf(tree.rootNode)) {
    const module = moduleOf(statement);
    if (module === undefined) continue;
    const above = first.get(module);
    if (above === undefined) first.set(module, { statement, added: [] });
    else if (!known.has(statement.text)) {
      const gone = statementLines(text, statement);
      if (gone === undefined) continue;
      const names = partsOf(above.statement).map((each) => each.text);
      above.added.push(
        ...partsOf(statement)
          .map((each) => each.text)
          .filter((each) => !names.includes(each)),
      );
      edits.push(gone);
    }
  }
  for (const { statement, added } of first.values()) {
    const last = partsOf(statement).at(-1);
    if (last === undefined || added.length === 0) continue;
    const before = last.previousNamedSibling;
    const isLong = before !== null && before.endPosition.row < last.startPosition.row && partsOf(statement).length > 1;
    const between = isLong ? `,\n${' '.repeat(last.startPosition.column)}` : ', ';
    edits.push({ start: last.endIndex, end: last.endIndex, after: added.map((each) => `${between}${each}`).join('') });
  }
  return edits;
}

/** The module of an import of names, as it is written; undefined for every other statement. */
function moduleOf(statement: Node): string | undefined {
  if (statement.type === 'import_from_statement') {
    const isAll = childrenOf(statement).some(({ type }) => type === 'wildcard_import');
    return isAll ? undefined : statement.childForFieldName('module_name')?.text;
  }
  if (statement.type !== 'import_statement') return undefined;
  const source = statement.childForFieldName('source');
  const clause = childrenOf(statement).find(({ type }) => type === 'import_clause');
  const isNamed = clause !== undefined && childrenOf(clause).at(-1)?.type === 'named_imports';
  const isTyped = /^import\s+type\b/.test(statement.text);
  return source === null || !isNamed || isTyped ? undefined : source.text.slice(1, -1);
}
