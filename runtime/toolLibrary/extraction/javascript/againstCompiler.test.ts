/** What is read out of TypeScript, against what the compiler's parser says of the same files. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { extractTools } from '../index';

const root = path.join(__dirname, '..', '..', '..', '..');

interface Known {
  readonly file: string;
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, required: boolean, type: string | null])[];
  readonly documentation: string;
}

/** Exported functions, declared or held by a constant. */
function functionsOf(file: string): readonly Known[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Known[] = [];
  const exported = (node: ts.HasModifiers): boolean =>
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  const add = (name: string, node: ts.SignatureDeclaration, holder: ts.Node): void => {
    const documents = ts.getJSDocCommentsAndTags(holder).filter(ts.isJSDoc);
    const documentation = ts.getTextOfJSDocComment(documents.at(-1)?.comment) ?? '';
    const parameters = node.parameters.map(({ name: id, initializer, questionToken, dotDotDotToken, type }) => {
      const isOptional = questionToken ?? initializer ?? dotDotDotToken;
      const isUndefined =
        type !== undefined &&
        ts.isUnionTypeNode(type) &&
        type.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword);
      return [id.getText(source), isOptional === undefined && !isUndefined, type?.getText(source) ?? null] as const;
    });
    found.push({ file, name, parameters, documentation });
  };
  for (const statement of source.statements) {
    if (
      ts.isFunctionDeclaration(statement) &&
      statement.body !== undefined &&
      exported(statement) &&
      statement.name !== undefined
    ) {
      add(statement.name.text, statement, statement);
    }
    if (!ts.isVariableStatement(statement) || !exported(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const isFunction =
        initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
      if (isFunction && ts.isIdentifier(name)) add(name.text, initializer, statement);
    }
  }
  return found;
}

describe('Tools of TypeScript sources', function () {
  this.timeout(120_000);

  it('are the functions that the compiler’s parser finds, with the same parameters, types and documentation', async () => {
    const { tools } = await extractTools({ root, include: ['runtime/**/*.ts'], exclude: ['**/*.test.ts'] });
    const own = new Map(
      tools
        .filter(({ provenance, kind }) => provenance === 'function' && kind === 'typescript')
        .map((tool) => [`${tool.source?.path} ${tool.name}`, tool]),
    );
    const files = [...new Set(tools.map(({ source }) => source?.path ?? ''))].filter((file) => file.endsWith('.ts'));
    const expected = files.flatMap(functionsOf).filter(({ documentation }) => !documentation.includes('@internal'));
    const missing: string[] = [];
    const other: string[] = [];
    for (const { file, name, parameters, documentation } of expected) {
      const tool = own.get(`${file} ${name}`);
      if (tool === undefined) {
        missing.push(`${file} ${name}`);
        continue;
      }
      // Fields of one destructured object are told one by one.
      if (!tool.parameters.some(({ passing }) => passing === 'field') && !parameters.some(([id]) => /^[{[]/.test(id))) {
        const read = tool.parameters.map((each) => [each.name, each.required, each.type ?? null]);
        if (JSON.stringify(read) !== JSON.stringify(parameters))
          other.push(`${file} ${name}: ${JSON.stringify(read)} and not ${JSON.stringify(parameters)}`);
      }
      const plain = (text: string): string =>
        text
          .replace(/\{@link[a-z]*\s+([^}]*)\}/g, '$1')
          .replace(/[\s*]+/g, ' ')
          .trim();
      if (plain(tool.description) !== plain(documentation))
        other.push(`${file} ${name}: ${plain(tool.description)} and not ${plain(documentation)}`);
    }
    const known = new Set(expected.map(({ file, name }) => `${file} ${name}`));
    const extra = [...own.keys()].filter((key) => !known.has(key));
    const told = `${expected.length} functions; missing ${missing.join(', ')}; extra ${extra.join(', ')}; other ${other.join('; ')}`;
    if (process.env.WHETSTONE_SHOW_COUNTS !== undefined) console.error(`    ${told}`);
    assert.ok(expected.length > 500, told);
    assert.deepEqual([missing, extra, other], [[], [], []], told);
  });
});
