/** One file with a weakness and without it, however that was made. */
import type { CodeLanguage } from '../../../../runtime/repository';
import { parseKept } from '../../../../runtime/syntax';
import { syntaxFacts } from '../../grading/checks/syntaxFacts';
import { CodeFile, familyOf, scanWeaknesses } from '../../grading/weaknesses';
import { stubBody } from '../mutation';
import type { Expectation } from '../types';

export interface SubjectCode {
  readonly path: string;
  readonly language: CodeLanguage;
  /** Unique: pattern or edit. */
  readonly about: string;
  readonly cwe: string;
  readonly weak: string;
  readonly safe: string;
  /** The function that it is in. */
  readonly name: string | undefined;
  readonly lines: readonly [number, number];
  readonly expectations: readonly Expectation[];
  /** Of real code: what stood there. */
  readonly before: string | undefined;
}

/** From 1, both included; undefined: no such function. */
export async function linesOfFunction(
  path: string,
  language: CodeLanguage,
  text: string,
  name: string,
): Promise<readonly [number, number] | undefined> {
  const found = await bodyOf(path, language, text, name);
  return found?.lines;
}

/** The file with a function whose body does nothing. */
export async function emptied(
  path: string,
  language: CodeLanguage,
  text: string,
  name: string,
): Promise<string | undefined> {
  const found = await bodyOf(path, language, text, name);
  if (found === undefined) return undefined;
  const body = found.braces ? `{ ${stubBody(language)} }` : stubBody(language);
  return text.slice(0, found.from) + body + text.slice(found.to);
}

async function bodyOf(path: string, language: CodeLanguage, text: string, name: string) {
  const family = familyOf(language);
  if (family === undefined) return undefined;
  const tree = await parseKept(language, text);
  try {
    const own = new CodeFile(path, family, tree.rootNode).functionNamed(name);
    if (own === undefined) return undefined;
    const { body, node } = own;
    return {
      lines: [node.startPosition.row + 1, node.endPosition.row + 1] as const,
      from: body.startIndex,
      to: body.endIndex,
      braces: text[body.startIndex] === '{',
    };
  } finally {
    tree.delete();
  }
}

/** That the weakness is gone, and that the function is still there and still does something with what it is given. */
export async function expectationsOf(
  { path, cwe, weak, safe, name }: Pick<SubjectCode, 'path' | 'cwe' | 'weak' | 'safe' | 'name'>,
  planted:
    | {
        readonly original: string;
        readonly parameters: readonly string[];
        readonly keeps: readonly string[];
        readonly secret: string | undefined;
      }
    | undefined,
): Promise<readonly Expectation[]> {
  const expectations: Expectation[] = [{ kind: 'no-finding', path, cwe }];
  const [bad, good] = [await syntaxFacts(path, weak), await syntaxFacts(path, safe)];
  if (bad === undefined || good === undefined) return expectations;
  if (name !== undefined) {
    const of = (facts: typeof good) => facts.definitions.filter((each) => each.name === name);
    const [only] = of(good).filter(({ parameters }) => parameters !== undefined);
    const same = of(bad).find(({ parameters }) => parameters !== undefined);
    if (only !== undefined && same !== undefined) {
      expectations.push({ kind: 'defined', path, name });
      const parameters = only.parameters;
      const alike =
        parameters !== undefined &&
        parameters.every((each) => /^[\w$]+$/.test(each)) &&
        JSON.stringify(same.parameters) === JSON.stringify(parameters);
      if (alike) expectations.push({ kind: 'parameters', path, name, parameters });
    }
  }
  if (planted === undefined) return expectations;
  for (const contains of planted.keeps)
    if (!planted.original.includes(contains)) expectations.push({ kind: 'text', path, contains });
  const before = await syntaxFacts(path, planted.original);
  for (const each of planted.parameters) {
    const parameter = each.replace(/^\$/, '');
    const was = before?.references.get(parameter) ?? 0;
    const least = Math.min(bad.references.get(parameter) ?? 0, good.references.get(parameter) ?? 0) - was;
    if (least >= 2) expectations.push({ kind: 'references', path, name: parameter, atLeast: was + 2 });
  }
  // A password under another name is still one.
  if (planted.secret !== undefined) expectations.push({ kind: 'no-text', path, contains: planted.secret });
  return expectations;
}

/** @returns why a pair of texts is no subject, for people */
export async function pairFault({
  path,
  cwe,
  weak,
  safe,
  lines,
}: Pick<SubjectCode, 'path' | 'cwe' | 'weak' | 'safe' | 'lines'>): Promise<string | undefined> {
  const after = (await scanWeaknesses(path, safe)) ?? [];
  if (after.length > 0) return `the scanner finds ${after[0]!.cwe} in the repaired code`;
  const found = (await scanWeaknesses(path, weak)) ?? [];
  const outside = found.find((each) => each.cwe !== cwe || each.line < lines[0] || each.line > lines[1]);
  if (outside !== undefined) return `the scanner finds ${outside.cwe} in line ${outside.line} instead`;
  return found.length === 0 ? `the scanner does not find ${cwe}` : undefined;
}
