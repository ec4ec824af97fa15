/** Real places of a repository that tasks are about. */
import path from 'node:path';
import type { RepositoryIndex } from '../../../../runtime/repository';
import { readCode, sourceLanguage } from '../code/readCode';
import type { Definition } from '../code/types';
import { wordsOf } from '../code/words';

export interface Place {
  readonly scope: 'script' | 'python';
  readonly language: 'typescript' | 'javascript' | 'python';
  readonly modules: 'esm' | 'commonjs' | 'python';
  /** The module, and the function in it. */
  readonly module: string;
  readonly function: string;
  /** From 1. */
  readonly line: number;
  readonly form: Definition['form'];
  readonly exported: Definition['exported'];
  readonly documented: boolean;
  readonly parameters: number;
  readonly isAsync: boolean;
  /** The function's name in words that a sentence may hold. */
  readonly words: readonly string[];
  readonly folder: string;
  /** Where what many need lies, or would lie. */
  readonly shared: string;
  /** e.g. `.ts`. */
  readonly extension: string;
  /** What imports of the repository's own files end in. */
  readonly importExtension: string;
  readonly testRoot: string;
  readonly readme: string;
  readonly changelog: string;
  /** Where dependencies are listed; undefined: nowhere. */
  readonly manifest: string | undefined;
  readonly license: string;
}

type Texts = (path: string) => string | undefined;

const SHARED = /^(?:utils?|helpers?|shared|common|lib|support)$/;
const LONGEST = 60_000;
/** Candidates that are parsed for a place that is asked for. */
const LOOKED_AT = 40;

/**
 * Exported functions of the repository, a module each, mixed.
 * @param language only of it; undefined: of any
 */
export async function findPlaces(
  index: RepositoryIndex,
  text: Texts,
  random: (below: number) => number,
  most: number,
): Promise<readonly Place[]> {
  const sources = index
    .files()
    .filter(({ path: file, kind, broken, skipped }) => {
      return (
        kind === 'source' &&
        !broken &&
        skipped === undefined &&
        sourceLanguage(file) !== undefined &&
        !/\.d\.[cm]?ts$|x$/.test(file)
      );
    })
    .map(({ path: file }) => file);
  const folders = [...new Set(sources.map((file) => path.posix.dirname(file)))].sort();
  const places: Place[] = [];
  const open = [...sources];
  for (let looked = 0; open.length > 0 && places.length < most && looked < most + LOOKED_AT; looked += 1) {
    const [file = ''] = open.splice(random(open.length), 1);
    const content = text(file);
    if (content === undefined || content.length > LONGEST) continue;
    const facts = await readCode(file, content);
    const functions = facts === undefined || facts.broken ? [] : facts.definitions.filter(isOffered);
    const chosen = functions[random(Math.max(1, functions.length))];
    if (chosen !== undefined) places.push(placeOf(index, text, file, content, chosen, folders));
  }
  return places;
}

function isOffered({ kind, exported, container, name, function: facts }: Definition): boolean {
  return (
    kind === 'function' &&
    exported !== undefined &&
    container === undefined &&
    facts !== undefined &&
    /^[A-Za-z]\w{3,}$/.test(name)
  );
}

function placeOf(
  index: RepositoryIndex,
  text: Texts,
  file: string,
  content: string,
  chosen: Definition,
  folders: readonly string[],
): Place {
  const language = sourceLanguage(file)!.language;
  const folder = path.posix.dirname(file);
  const top = file.includes('/') ? file.split('/')[0]! : '.';
  const all = index.files().map(({ path: each }) => each);
  const find = (pattern: RegExp) => all.find((each) => pattern.test(each));
  const common =
    /\bmodule\.exports\b|\bexports\.\w+\s*=|\brequire\(/.test(content) && !/^\s*(?:import|export)\s/m.test(content);
  const manifest = text('package.json') === undefined ? find(/^requirements\.txt$/) : 'package.json';
  return {
    scope: language === 'python' ? 'python' : 'script',
    ...{ language, folder, manifest },
    modules: language === 'python' ? 'python' : common ? 'commonjs' : 'esm',
    module: file,
    function: chosen.name,
    line: chosen.line,
    ...{ form: chosen.form, exported: chosen.exported, documented: chosen.documentation !== undefined },
    parameters: chosen.function?.parameters.length ?? 0,
    isAsync: chosen.function?.async === 'promise',
    words: wordsOf(chosen.name),
    shared: sharedFolder(folders, folder, top),
    extension: path.posix.extname(file),
    importExtension: importExtension(index, file),
    testRoot: all.some((each) => each.startsWith('tests/')) ? 'tests' : 'test',
    readme: find(/^readme\.md$/i) ?? 'README.md',
    changelog: find(/^(?:changelog|changes|history)\.md$/i) ?? 'CHANGELOG.md',
    license: /"license"\s*:\s*"([^"]{1,40})"/.exec(text('package.json') ?? '')?.[1] ?? 'MIT',
  };
}

function sharedFolder(folders: readonly string[], folder: string, top: string): string {
  const known = folders.filter(
    (each) => SHARED.test(path.posix.basename(each)) && each !== folder && !each.startsWith(`${folder}/`),
  );
  const near = known.filter((each) => each.split('/')[0] === top);
  const [found] = [...near, ...known].sort((a, b) => a.length - b.length);
  const made = top === '.' ? 'shared' : `${top}/shared`;
  return found ?? (made === folder ? `${made}/helpers` : made);
}

function importExtension(index: RepositoryIndex, file: string): string {
  const own = index
    .importsOf(file)
    .find(({ specifier, resolution }) => resolution.kind === 'file' && specifier.startsWith('.'));
  const any =
    own?.specifier ??
    index
      .files()
      .flatMap(({ path: each, kind }) => (kind === 'source' ? index.importsOf(each) : []))
      .find(({ specifier, resolution }) => resolution.kind === 'file' && specifier.startsWith('.'))?.specifier;
  return /\.[cm]?[jt]sx?$/.exec(any ?? '')?.[0] ?? '';
}
