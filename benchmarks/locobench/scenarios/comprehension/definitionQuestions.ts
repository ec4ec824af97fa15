/** Where something is defined, and what its definition says. */
import type { CodeSymbol } from '../../../../runtime/repository';
import type { Draft } from '../maker';
import type { CodeFacts } from './codeFacts';
import { linesOf } from './codeFacts';
import { exportsAreHandedOn, isClassHandedOn } from './otherNames';
import { comprehensionDraft, placeOf, sequenceOf, setOf, textOf } from './comprehensionDraft';

/** A function as a file sees it that calls it: where it is, what it takes and what it gives. */
export function definitionOf(facts: CodeFacts, symbol: CodeSymbol): Draft | undefined {
  const { name, path, parameters } = symbol;
  if (!facts.isOnlyMeaning(symbol) || parameters === undefined || parameters.length < 2) return undefined;
  if (new Set(parameters).size !== parameters.length || parameters.some((each) => !/^\w+$/.test(each)))
    return undefined;
  const user = facts.callsTo(symbol).find((each) => each.path !== path)?.path;
  if (user === undefined) return undefined;
  const type = returnType(symbol);
  const weight = type === undefined ? 0.5 : 0.35;
  return comprehensionDraft(facts, {
    kind: type === undefined ? 'definition' : 'definition-and-type',
    about: symbol.id,
    title: `What ${name} is where ${user} calls it`,
    situation: `\`${user}\` calls \`${name}\`. A new caller is going to be written.`,
    questions: [
      placeOf('place', `Where is \`${name}\` defined?`, weight, path, linesOf(symbol)),
      sequenceOf('parameters', 'What are the names of its parameters?', weight, parameters),
      ...(type === undefined
        ? []
        : [textOf('returns', 'Which return type does its definition name, as it stands there?', 0.3, type)]),
    ],
    needed: [path, user, ...facts.importedFrom(user, name)],
    symbols: [symbol],
    edges: [[user, path]],
    stubs: [
      {
        kind: 'caller',
        files: [],
        answers: { place: `${user}:1`, parameters: [...parameters].reverse(), returns: 'void' },
      },
    ],
  });
}

/** A name of a type, so that there is one way to write it; `undefined`: none, or a longer type. */
function returnType({ signature }: CodeSymbol): string | undefined {
  return /\)\s*:\s*([A-Z]\w{3,}|Promise<[A-Z]\w+>)\s*\{?$/.exec(signature)?.[1];
}

export function usersOfClass(facts: CodeFacts, symbol: CodeSymbol): Draft | undefined {
  if (symbol.kind !== 'class' || !facts.isSource(symbol.path) || !facts.isOnlyMeaning(symbol)) return undefined;
  const references = facts.index.referencesTo(symbol.id).filter(({ path }) => facts.isSource(path));
  if (references.some((each) => isClassHandedOn(facts.index, each))) return undefined;
  const makers = [...new Set(references.filter(({ role }) => role === 'new').map(({ path }) => path))];
  const others = [...new Set(references.map(({ path }) => path))].filter((each) => !makers.includes(each));
  if (makers.length === 0 || makers.length + others.length < 2 || makers.length > 25 || others.length > 25)
    return undefined;
  const { name, path } = symbol;
  return comprehensionDraft(facts, {
    kind: 'constructed-in',
    about: symbol.id,
    title: `Where ${name} is constructed`,
    situation: `The constructor of the class \`${name}\` is going to take one more argument.`,
    questions: [setOf('files', `Which files construct a \`${name}\` with \`new\`?`, 1, 'paths', makers)],
    needed: [path, ...makers, ...others],
    symbols: [symbol],
    edges: makers.filter((each) => each !== path).map((each) => [each, path] as const),
    stubs: [
      others.length > 0
        ? { kind: 'every-user', files: [], answers: { files: [...makers, ...others] } }
        : { kind: 'readme', files: [], answers: { files: ['README.md'] } },
    ],
  });
}

/** Languages in which a file says what it exports. */
const exporting = /^(typescript|javascript)(react)?$/;

/** Exported symbols whose name stands in no other file at all. */
export function unusedExports(facts: CodeFacts, path: string): Draft | undefined {
  if (!exporting.test(facts.language(path))) return undefined;
  const exported = facts.index.symbols(path).filter((each) => each.exported && each.container.length === 0);
  if (exported.length < 4 || exported.length > 40) return undefined;
  const names = exported.map(({ name }) => name);
  if (new Set(names).size !== names.length || names.includes('default')) return undefined;
  const unused: string[] = [];
  const users: string[] = [];
  for (const { id, name } of exported) {
    const elsewhere = facts.index.referencesNamed(name).filter((each) => each.path !== path);
    if (elsewhere.length === 0) unused.push(name);
    else {
      // Also under another name.
      const sure = facts.index.referencesTo(id).find((each) => each.path !== path);
      // The name stands somewhere, and what it means there is not known.
      if (sure === undefined) return undefined;
      users.push(sure.path);
    }
  }
  if (exportsAreHandedOn(facts.index, path)) return undefined;
  if (unused.length === 0 || unused.length > exported.length - 2) return undefined;
  return comprehensionDraft(facts, {
    kind: 'unused-exports',
    about: path,
    title: `Exports of ${path} that nobody uses`,
    situation: `\`${path}\` exports more than is needed. Here uses in tests count as uses, and uses inside the file itself do not.`,
    questions: [setOf('unused', `Which names that \`${path}\` exports are used in no other file?`, 1, 'names', unused)],
    needed: [path, ...users],
    symbols: exported.filter(({ name }) => unused.includes(name)),
    stubs: [{ kind: 'all-exports', files: [], answers: { unused: names } }],
  });
}
