/** Conditions that decide whether a place is reached. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile } from './codeFile';
import { isVariable } from './names';
import { constantText } from './texts';

/** @param names of the variable and of those that were made of it or that it was made of */
export type GuardTest = (condition: Node, names: ReadonlySet<string>, file: CodeFile) => boolean;

export interface Guard {
  readonly condition: Node;
  readonly names: ReadonlySet<string>;
}

const LEAVES =
  /^(return_statement|throw_statement|throw_expression|raise_statement|continue_statement|break_statement|goto_statement)$/;

/** What is checked about a variable, or about what goes with it, before a place. */
export function guardsOf(file: CodeFile, name: string, at: Node): readonly Guard[] {
  const scope = file.functionOf(at);
  if (scope === undefined) return [];
  const names = goesWith(file, name, scope.node);
  const guards: Guard[] = [];
  for (const node of file.ofType('if_statement', 'expression_statement')) {
    if (node.startIndex < scope.node.startIndex || node.endIndex > scope.node.endIndex) continue;
    const condition = conditionOf(node);
    if (condition === undefined || !mentions(condition, names)) continue;
    const before = node.endIndex <= at.startIndex && leaves(node, file);
    const around =
      node.type === 'if_statement' &&
      thenOf(node)?.startIndex !== undefined &&
      thenOf(node)!.startIndex <= at.startIndex &&
      thenOf(node)!.endIndex >= at.endIndex;
    if (before || around) guards.push({ condition, names });
  }
  return guards;
}

function conditionOf(node: Node): Node | undefined {
  if (node.type === 'if_statement') return node.childForFieldName('condition') ?? undefined;
  // `assertInside(root, file);`
  if (node.type === 'expression_statement' && node.namedChildCount === 1) return node.namedChild(0) ?? undefined;
  return undefined;
}

function leaves(node: Node, file: CodeFile): boolean {
  if (node.type === 'expression_statement') {
    const call = node.namedChild(0);
    return (
      call !== null &&
      file.callAt(call) !== undefined &&
      /^(assert|ensure|require|check|verify|validate|relative_to$)/i.test(file.callAt(call)!.name)
    );
  }
  const then = thenOf(node);
  if (then === undefined) return false;
  if (LEAVES.test(then.type)) return true;
  const statements = then.namedChildren
    .flatMap((child) => child ?? [])
    .flatMap((child) => (child.type === 'statement_list' ? child.namedChildren.flatMap((each) => each ?? []) : child));
  const last = statements.at(-1);
  if (last === undefined) return false;
  if (LEAVES.test(last.type) || LEAVES.test(last.namedChild(0)?.type ?? '')) return true;
  return /^(process\.exit|sys\.exit|exit|abort|panic|die)\b/.test(last.text);
}

function thenOf(node: Node): Node | undefined {
  return node.childForFieldName('consequence') ?? node.childForFieldName('body') ?? undefined;
}

interface Link {
  readonly name: string;
  readonly from: readonly string[];
}

const links = new WeakMap<CodeFile, Map<number, readonly Link[]>>();

/** Which variables are assigned from which in a function; asked again and again for one file. */
function linksIn(file: CodeFile, scope: Node): readonly Link[] {
  const known = links.get(file) ?? new Map<number, readonly Link[]>();
  links.set(file, known);
  const found =
    known.get(scope.id) ??
    file
      .allAssignments()
      .filter(({ node }) => node.startIndex >= scope.startIndex && node.endIndex <= scope.endIndex)
      .map(({ name, value }) => ({ name, from: variablesIn(value) }));
  known.set(scope.id, found);
  return found;
}

/** Variables of one function whose values depend on each other. */
function goesWith(file: CodeFile, name: string, scope: Node): ReadonlySet<string> {
  const names = new Set([name]);
  const own = linksIn(file, scope);
  for (let grown = true; grown;) {
    grown = false;
    for (const each of own) {
      const linked = names.has(each.name) ? each.from : each.from.some((from) => names.has(from)) ? [each.name] : [];
      for (const next of linked) {
        if (names.has(next)) continue;
        names.add(next);
        grown = true;
      }
    }
  }
  return names;
}

export function variablesIn(node: Node): readonly string[] {
  if (isVariable(node)) return [node.text];
  return node.namedChildren.flatMap((child) => (child === null ? [] : variablesIn(child)));
}

function mentions(condition: Node, names: ReadonlySet<string>): boolean {
  return variablesIn(condition).some((each) => names.has(each));
}

const MATCHERS = /^(test|match|fullmatch|exec|matches|MatchString|IsMatch|preg_match|search)$/;
const MEMBERS =
  /^(includes|has|contains|Contains|containsKey|ContainsKey|in_array|array_key_exists|hasOwn|hasOwnProperty|get|indexOf|some|call)$/;

/** Only values of a fixed form or of a fixed list go on. */
export const allowList: GuardTest = (condition, names, file) => {
  const text = condition.text;
  for (const node of [condition, ...descendants(condition)]) {
    const call = file.callAt(node);
    if (call !== undefined) {
      const parts = [...(call.object === undefined ? [] : [call.object]), ...call.args];
      const about = parts.some((part) => variablesIn(part).some((each) => names.has(each)));
      if (!about) continue;
      if (
        MATCHERS.test(call.name) &&
        parts.some((part) => isStrict(patternOf(file, part), call.name === 'fullmatch' || call.name === 'matches'))
      )
        return true;
      const list = call.name === 'in_array' || call.name === 'hasOwn' ? parts : parts.slice(0, 1);
      const fixed = list.some((part) => !variablesIn(part).some((each) => names.has(each)));
      if (MEMBERS.test(call.name) && fixed) return true;
    }
    if (node.type === 'comparison_operator' || node.type === 'binary_expression') {
      const [left, right] = [node.namedChild(0), node.namedChild(node.namedChildCount - 1)];
      const operator = text.includes(' in ') ? /\bin\b/.exec(node.text) : null;
      if (operator !== null && left !== null && right !== null && mentions(left, names) && !mentions(right, names))
        return true;
    }
    // Go: `if !allowed[name]`
    if (/^(index_expression|subscript_expression|element_access_expression)$/.test(node.type)) {
      const [list, key] = [node.namedChild(0), node.namedChild(1)];
      if (list !== null && key !== null && mentions(key, names) && !mentions(list, names)) return true;
    }
  }
  return false;
};

function descendants(node: Node): readonly Node[] {
  return node.namedChildren.flatMap((child) => (child === null ? [] : [child, ...descendants(child)]));
}

/** A regular expression's source: a literal, a text, or a variable that is one. */
export function patternOf(file: CodeFile, node: Node): string | undefined {
  if (node.type === 'regex') return node.childForFieldName('pattern')?.text;
  const made = file.callAt(node);
  if (made !== undefined && /^(RegExp|compile|MustCompile|Regex)$/.test(made.name) && made.args[0] !== undefined) {
    return patternOf(file, made.args[0]);
  }
  if (isVariable(node)) {
    const [only, ...others] = file.assignments(node.text);
    if (only !== undefined && others.length === 0) return patternOf(file, only.value);
  }
  const text = constantText(file, node);
  // PHP and others write delimiters into the text.
  return text === undefined
    ? undefined
    : file.family === 'php'
      ? (/^\/(.*)\/\w*$/.exec(text)?.[1] ?? text)
      : text.replace(/\\\\/g, '\\');
}

/** From the beginning to the end, classes of characters and plain ones only. */
function isStrict(pattern: string | undefined, whole: boolean): boolean {
  if (pattern === undefined) return false;
  const anchored = whole || (/^(\^|\\A)/.test(pattern) && /(\$|\\Z|\\z)$/.test(pattern));
  const plain = pattern
    .replace(/\\[.\-/_$]/g, '')
    .replace(/\[(\^)?(?:\\.|[^\]\\])*\]/g, (set, negated: string | undefined) =>
      negated === undefined ? '' : `.${set.length}`,
    );
  return anchored && !/[.]|\\[DSW]/.test(plain);
}
