/** A function takes other parameters, and every call follows. */
import type { CodeSymbol } from '../../../../runtime/repository';
import type { Refusal } from '../changes/testOutcomes';
import { shuffle } from '../context/buildContext';
import type { MakerInput } from '../maker';
import type { Expectation, FileChange } from '../types';
import { findUses } from './findUses';
import type { Refactoring } from './refactoringDraft';
import { familyOf, type RepositoryNames } from './repositoryNames';
import { parametersAt } from './signature/parametersAt';
import { addition, exchange, removal, type Call, type SignatureChange } from './signature/signatureChanges';
import { applyEdits } from './textEdits';

export async function changeSignature(
  { index, random }: MakerInput,
  repository: RepositoryNames,
  symbols: readonly CodeSymbol[],
): Promise<Refactoring | Refusal> {
  const [symbol] = symbols;
  const language = symbol === undefined ? undefined : index.file(symbol.path)?.language;
  if (symbol?.kind !== 'function' || language === undefined) return ambiguous('it is no function');
  if (symbols.length > 1) return ambiguous('it is declared more than once');
  const { path, name } = symbol;
  const found = await findUses(repository, path, name);
  if ('reason' in found) return found;
  const alias = found.links.find(
    ({ name: each }) => (each.exportedAs ?? name) !== name || (each.local !== undefined && each.local !== each.at),
  );
  if (alias !== undefined) return ambiguous(`${alias.path} gives it another name`);
  const names = await repository.names(path);
  const definitions = found.uses.filter(({ role }) => role === 'definition');
  const isOwn = definitions[0]?.token.binding !== undefined;
  if (names === undefined || !isOwn) return ambiguous('it is defined as a member of an object');
  const start = definitions[0]!.token.start;
  const { binding } = definitions[0]!.token;
  const other = names.exports.find(
    (each) => each.name !== name && each.of !== undefined && names.tokens.get(each.of)?.binding === binding,
  );
  if (other !== undefined && binding !== undefined) return ambiguous(`it is exported as ${other.name} too`);

  const text = repository.text(path);
  const head = await parametersAt(language, text, start);
  if (head === undefined) return ambiguous('its parameters do not stand in parentheses of its own');
  if (head.parameters.some((each) => each.name === undefined)) return ambiguous('not all of its parameters have names');
  const calls: Call[] = [];
  for (const { path: used, token, role } of found.uses) {
    if (role !== 'use' && role !== 'member') continue;
    if (token.call === undefined) return ambiguous(`${used} uses it without calling it`);
    calls.push({ path: used, text: repository.text(used), site: token.call });
  }
  if (calls.length === 0) return { reason: 'too-small', detail: 'nothing calls it' };
  if (nested(calls)) return ambiguous('a call stands in the arguments of another');
  const change = changeOf({
    ...{ head, text, names, calls, random, strict: refusesUnused(repository, language) },
    language:
      familyOf(language) === 'python' ? 'python' : language.startsWith('typescript') ? 'typescript' : 'javascript',
    isFree: (word) => calls.every((each) => !each.text.includes(word)),
  });
  if (change === undefined) return ambiguous('no change of its parameters fits every call');
  const reference = changed(repository, path, change, calls);
  return {
    kind: 'change-signature',
    ...{ language, path, reference, own: [path] },
    subject: `signature ${symbol.id}`,
    symbols: [symbol.id],
    title: `Change the signature of ${name}: ${change.title}`,
    description: `The function \`${name}\` of ${path} is to take other parameters.`,
    prompt: `${change.ask(`the function \`${name}\` of ${path}`)} This is about all calls in the repository, also in tests. Give nothing a default value and add no second version of the function. What the code does stays the same.`,
    approach: `Find every call of ${name}, also those over re-exports and namespaces, and change each with the definition.`,
    criteria: [`${name} takes (${change.parameters.join(', ')}).`, 'Every call fits it.', 'Nothing else has changed.'],
    expectations: expectationsOf(symbol, change, calls, (each) => index.file(each)?.kind === 'test'),
  };
}

function ambiguous(detail: string): Refusal {
  return { reason: 'ambiguous', detail };
}

function changeOf(the: Parameters<typeof addition>[0]): SignatureChange | undefined {
  for (const make of shuffle([addition, removal, exchange], the.random)) {
    const change = make(the);
    if (change !== undefined) return change;
  }
  return undefined;
}

function nested(calls: readonly Call[]): boolean {
  return calls.some(({ path, site }) =>
    calls.some(
      (other) =>
        other.path === path &&
        other.site !== site &&
        other.site.span[0] >= site.inner[0] &&
        other.site.span[1] <= site.inner[1],
    ),
  );
}

/** A compiler that refuses parameters that nothing uses refuses a new one. */
function refusesUnused(repository: RepositoryNames, language: string): boolean {
  if (!language.startsWith('typescript')) return false;
  return repository
    .filesWith('noUnusedParameters')
    .some((path) => /tsconfig[^/]*\.json$/.test(path) && /"noUnusedParameters"\s*:\s*true/.test(repository.text(path)));
}

function changed(
  repository: RepositoryNames,
  path: string,
  change: SignatureChange,
  calls: readonly Call[],
): readonly FileChange[] {
  const paths = [...new Set([path, ...calls.map((each) => each.path)])];
  return paths.flatMap((each) => {
    const text = repository.text(each);
    const edits = [
      ...(each === path ? change.definition : []),
      ...calls.filter((call) => call.path === each).flatMap((call) => change.edits(call)),
    ];
    const content = applyEdits(text, edits);
    return content === text ? [] : { path: each, content };
  });
}

/** Old calls must be gone, letter by letter: no right answer has one of them. */
function expectationsOf(
  { path, name }: CodeSymbol,
  change: SignatureChange,
  calls: readonly Call[],
  isTest: (path: string) => boolean,
): readonly Expectation[] {
  const expectations: Expectation[] = [{ kind: 'parameters', path, name, parameters: change.parameters }];
  const seen = new Set<string>();
  for (const call of calls) {
    const old = call.text.slice(...call.site.span);
    const key = `${call.path}\n${old}`;
    if (isTest(call.path) || change.edits(call).length === 0 || seen.has(key)) continue;
    seen.add(key);
    const same = calls.filter((each) => each.path === call.path && each.text.slice(...each.site.span) === old);
    // Not where the same letters stand in a comment, or as the end of a longer name.
    if (call.text.split(old).length - 1 === same.length)
      expectations.push({ kind: 'no-text', path: call.path, contains: old });
  }
  if (change.passed !== undefined) {
    for (const used of new Set(calls.map((each) => each.path))) {
      if (!isTest(used)) expectations.push({ kind: 'text', path: used, contains: change.passed });
    }
  }
  return expectations;
}
