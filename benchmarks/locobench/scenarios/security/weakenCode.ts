/** Real code that is safe, made unsafe by one small edit: found by trying, with the scanner as the judge. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { languageOfFile, parse } from '../../../../runtime/syntax';
import { CodeFile, familyOf, scanWeaknesses } from '../../grading/weaknesses';

export interface WeakenedCode {
  readonly cwe: string;
  /** What was done, e.g. `check-removed`. */
  readonly how: string;
  /** The whole file. */
  readonly text: string;
  /** In the weakened file, from 1: from the edit to what it lays open. */
  readonly lines: readonly [number, number];
  /** The function that it is in. */
  readonly name: string | undefined;
  /** What stood there. */
  readonly before: string;
}

interface Edit {
  readonly how: string;
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** More are not tried in one file: each costs a scan. */
const MOST_EDITS = 12;

/** @param text of a file in which the scanner finds nothing */
export async function weakenCode(path: string, text: string): Promise<readonly WeakenedCode[]> {
  const language = languageOfFile(path);
  const family = language === undefined ? undefined : familyOf(language);
  if (language === undefined || family === undefined) return [];
  const tree = await parse(language, text);
  try {
    const file = new CodeFile(path, family, tree.rootNode);
    const made: WeakenedCode[] = [];
    for (const edit of editsOf(file, text).slice(0, MOST_EDITS)) {
      const weak = text.slice(0, edit.from) + edit.by + text.slice(edit.to);
      const [only, ...others] = (await scanWeaknesses(path, weak)) ?? [];
      if (only === undefined || others.length > 0) continue;
      const at = text.slice(0, edit.from).split('\n').length;
      const lines = [Math.min(at, only.line), Math.max(at, only.line)] as const;
      if (lines[1] - lines[0] > 20) continue;
      const node = tree.rootNode.descendantForIndex(edit.from, edit.to);
      made.push({
        ...{ cwe: only.cwe, how: edit.how, text: weak, lines },
        name: node === null ? undefined : namedAround(file, node),
        before: text.slice(edit.from, edit.to),
      });
    }
    return made;
  } finally {
    tree.delete();
  }
}

function namedAround(file: CodeFile, node: Node): string | undefined {
  for (let own = file.functionOf(node); own !== undefined; own = own.owner) if (own.name !== undefined) return own.name;
  return undefined;
}

const CLEANERS = /(?:escape|quote|encode|sanitize|sanitise|basename|htmlspecialchars|clean)/i;

function editsOf(file: CodeFile, text: string): readonly Edit[] {
  const edits: Edit[] = [];
  const replace = (node: Node, how: string, by: string) =>
    edits.push({ how, from: node.startIndex, to: node.endIndex, by });
  for (const call of file.calls) {
    const [first] = call.args;
    if (first !== undefined && CLEANERS.test(call.name) && call.args.length <= 2 && !call.constructs) {
      replace(call.node, 'cleaner-removed', first.text);
    }
    if (
      /^(createHash|createHmac)$/.test(call.name) &&
      /^['"]sha(?:256|384|512)['"]$/.test(first?.text ?? '') &&
      isSensitive(file, call.node)
    ) {
      replace(first!, 'weaker-hash', first!.text.replace(/sha\d+/, 'md5'));
    }
    if (/^hashlib\.sha(?:256|512)$/.test(call.callee) && isSensitive(file, call.node)) {
      const name = call.node.childForFieldName('function');
      if (name !== null) replace(name, 'weaker-hash', 'hashlib.md5');
    }
    if (call.callee === 'yaml.safe_load' && first !== undefined)
      replace(call.node, 'any-object', `yaml.load(${first.text}, Loader=yaml.Loader)`);
    if (/^(?:ast\.)?literal_eval$/.test(call.callee) && first !== undefined)
      replace(call.node, 'evaluated', `eval(${first.text})`);
    if (/^(?:spawn|spawnSync|execFile|execFileSync)$/.test(call.name)) {
      const options = call.args.find((each, index) => index > 0 && each.type === 'object');
      if (options !== undefined && !/\bshell\b/.test(options.text)) {
        edits.push({ how: 'shell', from: options.startIndex + 1, to: options.startIndex + 1, by: ' shell: true,' });
      }
    }
    if (/(?:^|\.)randomUUID$/.test(call.callee) && call.args.length === 0)
      replace(call.node, 'guessable', 'Math.random().toString(36).slice(2)');
    if (call.name === 'toString' && /\brandomBytes\(\d+\)\.toString\(['"]hex['"]\)$/.test(call.node.text))
      replace(call.node, 'guessable', 'Math.random().toString(36).slice(2)');
  }
  for (const node of file.ofType('assignment_expression')) {
    const property = node.childForFieldName('left')?.childForFieldName('property');
    if (property?.text === 'textContent') replace(property, 'markup', 'innerHTML');
  }
  for (const node of file.ofType('if_statement')) {
    const then = node.childForFieldName('consequence');
    const leaves = then !== null && /^\{?\s*(?:throw|return|raise|continue)\b/.test(then.text);
    if (!leaves || node.childForFieldName('alternative') !== null || node.parent?.type === 'else_clause') continue;
    // With its line, so that no empty one tells where it was.
    const from = text.lastIndexOf('\n', node.startIndex);
    const blank = from >= 0 && text.slice(from, node.startIndex).trim() === '';
    const siblings = node.parent?.namedChildCount ?? 0;
    if (blank && siblings > 1) edits.push({ how: 'check-removed', from, to: node.endIndex, by: '' });
  }
  return edits;
}

/** A hash that only finds things again may be weak. */
function isSensitive(file: CodeFile, node: Node): boolean {
  const own = file.functionOf(node);
  return /token|password|secret|sign|auth|integrity|verif|credential/i.test(`${own?.node.text ?? ''} ${file.path}`);
}
