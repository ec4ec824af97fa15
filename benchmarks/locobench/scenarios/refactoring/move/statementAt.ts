import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage } from '../../../../../runtime/repository';
import { parseKept } from '../../../../../runtime/syntax';
import { field, named, spanOf } from '../names/nameCollector';
import type { Span } from '../names/types';

/** A statement at the top level, with the comments that stand right above it. */
export interface TopStatement {
  readonly span: Span;
  readonly withComments: Span;
}

/**
 * The statement that defines one name and nothing else; in scripts, behind `export`.
 * @param start of the name
 */
export async function statementAt(
  language: CodeLanguage,
  text: string,
  start: number,
): Promise<TopStatement | undefined> {
  const tree = await parseKept(language, text);
  try {
    const statements = tree.rootNode.children.filter((child) => child !== null);
    const at = statements.findIndex((each) => each.startIndex <= start && start < each.endIndex);
    const statement = statements[at];
    if (statement === undefined || !definesOne(statement, language)) return undefined;
    let first = statement;
    for (let above = at - 1; above >= 0; above--) {
      const comment = statements[above]!;
      const isAttached = comment.type === 'comment' && comment.endPosition.row === first.startPosition.row - 1;
      // What stands behind a statement on its line belongs to that one.
      const isAlone = text.slice(text.lastIndexOf('\n', comment.startIndex - 1) + 1, comment.startIndex).trim() === '';
      if (!isAttached || !isAlone) break;
      first = comment;
    }
    return { span: spanOf(statement), withComments: [first.startIndex, statement.endIndex] };
  } finally {
    tree.delete();
  }
}

const DECLARATIONS =
  /^(?:comment|import_statement|export_statement|lexical_declaration|empty_statement|.*_declaration|type_alias_declaration|function_signature|import_from_statement|future_import_statement|function_definition|class_definition|decorated_definition|ERROR)$/;

/** Whether a file only declares: importing it, or importing it no more, does nothing else. */
export async function declaresOnly(language: CodeLanguage, text: string): Promise<boolean> {
  const tree = await parseKept(language, text);
  try {
    return named(tree.rootNode).every((statement) => {
      if (statement.type !== 'expression_statement') return DECLARATIONS.test(statement.type);
      return named(statement).every(
        ({ type }) => type === 'string' || (language === 'python' && type === 'assignment'),
      );
    });
  } finally {
    tree.delete();
  }
}

function definesOne(statement: Node, language: CodeLanguage): boolean {
  if (language === 'python') {
    if (['function_definition', 'class_definition', 'decorated_definition'].includes(statement.type)) return true;
    const [only, ...others] = named(statement);
    return (
      statement.type === 'expression_statement' &&
      others.length === 0 &&
      only?.type === 'assignment' &&
      field(only, 'left')?.type === 'identifier' &&
      field(only, 'right')?.type !== 'assignment'
    );
  }
  const declaration = statement.type === 'export_statement' ? field(statement, 'declaration') : undefined;
  if (declaration === undefined || statement.children.some((child) => child?.type === 'default')) return false;
  if (declaration.type === 'lexical_declaration') {
    const declarators = named(declaration);
    return (
      declarators.length === 1 &&
      field(declaration, 'kind')?.text === 'const' &&
      field(declarators[0]!, 'name')?.type === 'identifier'
    );
  }
  return field(declaration, 'name')?.type.endsWith('identifier') === true;
}
