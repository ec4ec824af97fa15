/** The files of the candidate parse, and no file declares one name twice. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { firstError, hasGrammar, languageOfFile, parse } from '../../../syntax';
import type { Trial } from '../trial';

export async function parseStep(trials: readonly Trial[], texts: ReadonlyMap<string, string>): Promise<void> {
  const problems = new Map<string, string>();
  for (const [path, text] of texts) {
    const problem = await problemOf(path, text);
    if (problem !== undefined) problems.set(path, problem);
  }
  for (const trial of trials.filter(({ goesOn }) => goesOn)) {
    const own = [trial.tool.source?.path, trial.entry.into.split('#')[0]];
    const problem = own.map((path) => problems.get(path ?? '')).find((each) => each !== undefined);
    if (problem === undefined)
      trial.passed('parse', `${texts.size} changed ${texts.size === 1 ? 'file parses' : 'files parse'}`);
    else trial.failed('parse', problem);
  }
}

async function problemOf(path: string, text: string): Promise<string | undefined> {
  const language = languageOfFile(path);
  if (language === undefined || !hasGrammar(language)) return undefined;
  const tree = await parse(language, text);
  try {
    const error = firstError(tree.rootNode);
    if (error !== undefined) return `line ${error.startPosition.row + 1} of ${path} does not parse`;
    const names = tree.rootNode.namedChildren.flatMap((child) => declaredName(child));
    const twice = names.find((name, index) => names.indexOf(name) < index);
    return twice === undefined ? undefined : `${path} declares ${twice} twice`;
  } finally {
    tree.delete();
  }
}

const DECLARATIONS = new Set(['function_definition', 'function_declaration', 'class_definition', 'class_declaration']);

function declaredName(node: Node | null): string[] {
  const inner = node?.childForFieldName('definition') ?? node?.childForFieldName('declaration') ?? node;
  if (node === null || inner === null || !DECLARATIONS.has(inner.type)) return [];
  // Overloads are declared more than once by design.
  if (/@(?:typing\.)?overload\b/.test(node.text.slice(0, 200))) return [];
  const name = inner.childForFieldName('name')?.text;
  return name === undefined ? [] : [name];
}
