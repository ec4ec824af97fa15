/**
 * Uses of a name in languages whose scopes are not worked out here. Certain only where the name is the repository's only one and the index
 * says of every place where it stands that it means that definition.
 */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage, CodeSymbol } from '../../../../runtime/repository';
import { parseKept } from '../../../../runtime/syntax';
import type { Refusal } from '../changes/testOutcomes';
import type { Use, Uses } from './findUses';
import { meansTheOnlyOne, type SyntaxPlace } from './meansTheOnlyOne';
import type { RepositoryNames } from './repositoryNames';

const NAME = /identifier$|^name$/;
/** Languages whose files can mean each other. */
const TOGETHER: readonly (readonly CodeLanguage[])[] = [['c', 'cpp'], ['go'], ['java'], ['rust'], ['csharp'], ['php']];

export async function findIndexedUses(repository: RepositoryNames, symbol: CodeSymbol): Promise<Uses | Refusal> {
  const { index } = repository;
  const { name, path } = symbol;
  const own = index.file(path)?.language;
  const family = TOGETHER.find((each) => own !== undefined && each.includes(own));
  if (own === undefined || family === undefined) return ambiguous('names of its language are not understood');
  // A public type of Java carries the name of its file.
  if (own === 'java') return ambiguous('its file would have to get another name too');
  const others = index.symbolsNamed(name).filter((other) => {
    const { id, path: file } = other;
    const language = index.file(file)?.language;
    return id !== symbol.id && language !== undefined && family.includes(language) && !isPrototype(symbol, other);
  });
  if (others.length > 0) return ambiguous(`${others[0]!.path} defines that name too`);
  const known = new Set(
    index.referencesTo(symbol.id).map(({ path: user, range: { start } }) => place(user, start.line, start.column)),
  );
  const { start } = symbol.selection;
  const definition = place(path, start.line, start.column);
  const uses: Use[] = [];
  for (const file of repository.filesWith(name)) {
    const { language, broken, kind } = index.file(file) ?? {};
    if (language === undefined || !family.includes(language)) continue;
    if (broken === true) return { reason: 'broken-syntax', detail: `${file} has the name and does not parse` };
    const text = repository.text(file);
    if (new RegExp(`["'\`](?:[\\w.:\\\\]*[.:\\\\])?${name}["'\`]`).test(text))
      return ambiguous(`${file} has the name as a text`);
    const where = { file, path, imports: linesOfImports(repository, file, path) };
    for (const token of await tokens(language, text, name, where)) {
      const at = place(file, token.line, token.column);
      if (at !== definition && !known.has(at) && !token.certain)
        return ambiguous(`it is not certain what the name means in ${file}`);
      if (kind === 'generated' || kind === 'vendored') return { reason: 'generated-or-vendored', detail: file };
      uses.push({ path: file, token: token.token, role: at === definition ? 'definition' : 'use' });
    }
  }
  if (!uses.some(({ role }) => role === 'definition')) return ambiguous('its definition cannot be found again');
  return { uses, links: [], handedOn: [] };
}

/** C declares a function where it is used, and defines it once for the whole program. */
function isPrototype(definition: CodeSymbol, other: CodeSymbol): boolean {
  const isGlobal =
    definition.path.endsWith('.c') && definition.body !== undefined && !/\bstatic\b/.test(definition.signature);
  return isGlobal && other.kind === 'function' && other.body === undefined;
}

function ambiguous(detail: string): Refusal {
  return { reason: 'ambiguous', detail };
}

function place(path: string, line: number, column: number): string {
  return `${path}:${line}:${column}`;
}

interface PlacedToken {
  readonly line: number;
  readonly column: number;
  /** By syntax alone. */
  readonly certain: boolean;
  readonly token: Use['token'];
}

/** Lines of a file's imports of another. */
function linesOfImports({ index }: RepositoryNames, file: string, path: string): ReadonlyMap<number, string> {
  const edges = index.importsOf(file).filter(({ resolution }) => {
    if (resolution.kind === 'file') return resolution.path === path;
    return resolution.kind === 'files' && resolution.paths.includes(path);
  });
  return new Map(edges.map(({ range, specifier }) => [range.start.line, specifier]));
}

async function tokens(
  language: CodeLanguage,
  text: string,
  name: string,
  where: SyntaxPlace,
): Promise<readonly PlacedToken[]> {
  const tree = await parseKept(language, text);
  try {
    return leaves(tree.rootNode)
      .filter((node) => NAME.test(node.type) && node.text === name)
      .map((node) => ({
        ...{ line: node.startPosition.row, column: node.startPosition.column },
        certain: meansTheOnlyOne(language, node, where),
        token: {
          ...{ name, start: node.startIndex, end: node.endIndex, form: 'name', declares: false },
          ...{ binding: undefined, object: undefined, call: undefined },
        },
      }));
  } finally {
    tree.delete();
  }
}

function leaves(node: Node): readonly Node[] {
  const below = node.namedChildren.filter((child) => child !== null);
  return below.length === 0 ? [node] : below.flatMap(leaves);
}
