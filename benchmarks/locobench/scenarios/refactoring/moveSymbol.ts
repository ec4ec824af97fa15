/** A definition that stands for itself moves to a file beside its own, and every import follows. */
import path from 'node:path/posix';
import type { CodeLanguage, CodeSymbol } from '../../../../runtime/repository';
import type { Refusal } from '../changes/testOutcomes';
import type { MakerInput } from '../maker';
import type { Expectation, FileChange } from '../types';
import { findUses, type Uses } from './findUses';
import { isEntry, placesFor, type MovePlace } from './move/movePlace';
import { stem } from './move/stem';
import { carriedLinks, importsEnd, placedText, sourceText, type Moved } from './move/movedTexts';
import { isPlainLink } from './move/importText';
import { declaresOnly, statementAt } from './move/statementAt';
import { userText } from './move/userText';
import type { Refactoring } from './refactoringDraft';
import { familyOf, type RepositoryNames } from './repositoryNames';

/** What is bound to the place that it stands in. */
const BOUND = /\bimport\.meta\b|\b__dirname\b|\b__filename\b|\brequire\s*\(|\bimport\s*\(|\b__name__\b|\b__file__\b/;

export async function moveSymbol(
  input: MakerInput,
  repository: RepositoryNames,
  symbols: readonly CodeSymbol[],
): Promise<Refactoring | Refusal> {
  const { index, random } = input;
  const [symbol] = symbols;
  const language = symbol === undefined ? undefined : index.file(symbol.path)?.language;
  if (symbol === undefined || language === undefined || symbols.length > 1)
    return ambiguous('it is declared more than once');
  const { path: from, name } = symbol;
  if (isEntry(from)) return ambiguous('its file is imported by the name of its folder');
  const found = await findUses(repository, from, name);
  if ('reason' in found) return found;
  if (found.handedOn.length > 0) return ambiguous(`${found.handedOn[0]!} hands on all of its file`);
  const member = found.uses.find(({ role }) => role === 'member');
  if (member !== undefined) return ambiguous(`${member.path} uses it as a member of its file`);
  const moved = await movedOf(repository, found, symbol, language);
  if ('reason' in moved) return moved;
  const carried = carriedLinks(moved);
  if ('reason' in carried) return carried;
  const links = found.links.filter(({ path: each, link }) => repository.targetsOf(each, link).paths.includes(from));
  const odd = links.find((each) => !canFollow(repository, moved, each.path, each.link));
  if (odd !== undefined) return ambiguous(`${odd.path} imports it in a way that cannot be written anew`);

  const locals = carried.flatMap(({ locals: each }) => each);
  const users = new Set(links.map((each) => each.path));
  const places = (await placesFor(repository, from, name, [name, ...locals])).filter((place) => {
    const needs = carried.flatMap(({ link }) => repository.targetsOf(from, link).paths);
    return !closesCycle(input, place, needs, [...users, ...(moved.usedAtHome ? [from] : [])]);
  });
  const place =
    places.length === 0 ? undefined : places[places.length === 1 || random(2) === 0 ? 0 : random(places.length)];
  if (place === undefined)
    return ambiguous('there is no place that it could move to without a cycle or a clash of names');

  const there = place.exists ? await repository.names(place.path) : undefined;
  const existing = there && { text: repository.text(place.path), names: there };
  const reference: FileChange[] = [
    { path: from, content: sourceText(moved, carried, place.path) },
    { path: place.path, content: placedText(moved, carried, existing) },
    ...[...users].map((user) => ({
      path: user,
      content: userText(
        repository.text(user),
        links.filter((each) => each.path === user),
        from,
        place.path,
        moved.python,
      ),
    })),
  ];
  return {
    kind: 'move-symbol',
    ...{ language, path: from, reference, own: [from, place.path] },
    subject: `move ${symbol.id}`,
    symbols: [symbol.id],
    title: `Move ${name} to ${path.basename(place.path)}`,
    description: `The ${symbol.kind} \`${name}\` gets another home.`,
    prompt: promptOf(symbol, place, moved),
    approach: `Move the definition with what it needs, then change every import of ${name} from ${from}.`,
    criteria: [
      `${place.path} defines and exports ${name}.`,
      `Nothing imports ${name} from ${from}.`,
      'Nothing else has changed.',
    ],
    expectations: expectationsOf(symbol, place, moved, users),
  };
}

function ambiguous(detail: string): Refusal {
  return { reason: 'ambiguous', detail };
}

async function movedOf(
  repository: RepositoryNames,
  found: Uses,
  { path: from, name, kind }: CodeSymbol,
  language: CodeLanguage,
): Promise<Moved | Refusal> {
  const names = await repository.names(from);
  const definition = found.uses.find(({ role }) => role === 'definition')?.token;
  if (names === undefined || definition?.binding === undefined)
    return ambiguous('it is defined as a member of an object');
  if (!['function', 'class', 'interface', 'type', 'enum', 'constant'].includes(kind))
    return ambiguous('its value may change');
  const text = repository.text(from);
  const python = familyOf(language) === 'python';
  const statement = await statementAt(language, text, definition.start);
  const exported = names.exports.filter((each) => each.name === name);
  if (statement === undefined || (!python && exported.some(({ at }) => at !== definition.start))) {
    return ambiguous('no statement of its own defines and exports it');
  }
  if (python && exported.some(({ at }) => at !== undefined)) return ambiguous('__all__ of its file lists it');
  const [start, end] = statement.span;
  if (BOUND.test(text.slice(start, end))) return ambiguous('it depends on the place of its file');
  const inside = (at: number) => at >= start && at < end;
  if (names.links.some(({ statement: [at] }) => inside(at))) return ambiguous('it imports something itself');
  if (!(await declaresOnly(language, text))) return ambiguous('importing its file does more than to declare');
  if (/^\s*['"]use /.test(text)) return ambiguous('its file begins with a directive');
  const usedAtHome = found.uses.some((use) => use.path === from && !inside(use.token.start));
  if (python && usedAtHome && importsEnd(text, names) === 0)
    return ambiguous('its file has no imports to put one beside');
  return {
    ...{ path: from, name, text, names, statement, python, usedAtHome },
    isType: kind === 'interface' || kind === 'type',
    inPackage: repository.index.file(path.join(path.dirname(from), '__init__.py')) !== undefined,
  };
}

function canFollow(
  repository: RepositoryNames,
  moved: Moved,
  user: string,
  link: Uses['links'][number]['link'],
): boolean {
  if (!isPlainLink(repository.text(user), link, moved.python)) return false;
  const own = path.basename(stem(moved.path));
  if (moved.python) return link.specifier.split('.').at(-1) === own;
  return link.specifier.startsWith('.') && path.basename(link.specifier).replace(/\.[cm]?[jt]sx?$/, '') === own;
}

/** Whether what the new place needs leads back to it. */
function closesCycle(
  { index }: MakerInput,
  place: MovePlace,
  needs: readonly string[],
  importers: readonly string[],
): boolean {
  const graph = index.graph();
  const first = [...needs, ...(place.exists ? graph.dependenciesOf(place.path) : [])];
  const reached = new Set([place.path, ...first, ...first.flatMap((each) => graph.transitiveDependencies(each))]);
  return (
    importers.some((each) => reached.has(each)) ||
    needs.includes(place.path) ||
    first.some((each) => graph.transitiveDependencies(each).includes(place.path))
  );
}

function promptOf({ kind, name, path: from }: CodeSymbol, place: MovePlace, moved: Moved): string {
  const where = place.exists ? `to ${place.path}, which exists already` : `to the new file ${place.path}`;
  const home = moved.usedAtHome
    ? `${from} itself still uses it and imports it from there${moved.python ? '' : ', but must not export it again'}.`
    : `${from} must neither define nor import nor export it any more.`;
  return `Move the ${kind} \`${name}\` from ${from} ${where}, with the comments that belong to it and with the imports that it needs. ${place.path} ${moved.python ? 'defines it under the same name' : 'exports it under the same name'}. Every file that imports or re-exports it from ${from} does so from ${place.path} instead, also tests. ${home} Imports that ${from} does not need any more go. Its code and what it does stay the same.`;
}

function expectationsOf(
  { name, path: from }: CodeSymbol,
  place: MovePlace,
  moved: Moved,
  users: ReadonlySet<string>,
): readonly Expectation[] {
  return [
    { kind: 'defined', path: place.path, name },
    { kind: 'not-defined', path: from, name },
    ...(moved.usedAtHome
      ? [{ kind: 'imports' as const, from, to: place.path }]
      : [{ kind: 'no-reference' as const, name, paths: [from] }]),
    ...[...users].flatMap((user): readonly Expectation[] => [
      { kind: 'imports', from: user, to: place.path },
      { kind: 'does-not-import', from: user, to: from },
    ]),
  ];
}
