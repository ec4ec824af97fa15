/** Real places of a repository that tasks are about. */
import path from 'node:path';
import type { RepositoryIndex } from '../../../../runtime/repository';
import { readCode, sourceLanguage } from '../code/readCode';
import type { CodeFacts, Definition } from '../code/types';
import { wordsOf } from '../code/words';
import { dependenciesOf } from '../predicates';

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
  /** The module's text, and the function in it as it stands, with its `export`. */
  readonly source: string;
  readonly definition: Definition;
  /** Names that it needs of what its module imports, when it moves; undefined: it uses something else of its module, and stays. */
  readonly neededImports: readonly string[] | undefined;
  readonly parameters: number;
  /** Those before the first that may be left out: what `length` of the function is. */
  readonly required: number;
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
  /** Names of packages that the manifest asks for. */
  readonly dependencies: readonly string[];
  /** Whether there is such a file already. */
  readonly exists: (path: string) => boolean;
}

type Texts = (path: string) => string | undefined;

const SHARED = /^(?:utils?|helpers?|shared|common|lib|support)$/;
const LONGEST = 60_000;
/** Functions of one module. */
const OF_A_MODULE = 6;
/** Candidates that are parsed for a place that is asked for. */
const LOOKED_AT = 40;

/**
 * Exported functions of the repository, mixed, one of each module first.
 * @param most how many are wanted
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
        // A name that could be taken for something else in a message is left alone.
        /^[\w .@+/()[\]-]+$/.test(file) &&
        // Of Python only what can be imported by its path.
        (!file.endsWith('.py') || /^(?:[A-Za-z_]\w*\/)*[A-Za-z_]\w*\.py$/.test(file)) &&
        !/(?:^|\/)(?:__main__|setup|conftest)\.py$/.test(file) &&
        skipped === undefined &&
        sourceLanguage(file) !== undefined &&
        !/\.d\.[cm]?ts$|x$/.test(file)
      );
    })
    .map(({ path: file }) => file);
  const folders = [...new Set(sources.map((file) => path.posix.dirname(file)))].sort();
  const byModule: Place[][] = [];
  const open = [...sources];
  for (let looked = 0; open.length > 0 && byModule.length < most && looked < most + LOOKED_AT; looked += 1) {
    const [file = ''] = open.splice(random(open.length), 1);
    const content = text(file);
    if (content === undefined || content.length > LONGEST) continue;
    const facts = await readCode(file, content);
    const functions = facts === undefined || facts.broken ? [] : facts.definitions.filter(isOffered);
    const chosen: Place[] = [];
    while (functions.length > 0 && chosen.length < OF_A_MODULE) {
      const [one] = functions.splice(random(functions.length), 1);
      chosen.push(placeOf(index, text, file, content, one!, folders, neededImports(one!, facts!, content)));
    }
    if (chosen.length > 0) byModule.push(chosen);
  }
  // One of each module first, then the second ones.
  const rounds = Array.from({ length: OF_A_MODULE }, (_, round) => byModule.flatMap((each) => each[round] ?? []));
  return rounds.flat().slice(0, most);
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
  needed: readonly string[] | undefined,
): Place {
  const language = sourceLanguage(file)!.language;
  const folder = path.posix.dirname(file);
  const top = file.includes('/') ? file.split('/')[0]! : '.';
  const all = index.files().map(({ path: each }) => each);
  const find = (pattern: RegExp) => all.find((each) => pattern.test(each));
  const common =
    /\bmodule\.exports\b|\bexports\.\w+\s*=|\brequire\(/.test(content) && !/^\s*(?:import|export)\s/m.test(content);
  const ofPython = language === 'python';
  const manifest = ofPython || text('package.json') === undefined ? find(/^requirements\.txt$/) : 'package.json';
  return {
    scope: language === 'python' ? 'python' : 'script',
    ...{ language, folder, manifest },
    modules: language === 'python' ? 'python' : common ? 'commonjs' : 'esm',
    module: file,
    function: chosen.name,
    line: chosen.line,
    ...{ form: chosen.form, exported: chosen.exported, documented: chosen.documentation !== undefined },
    ...{ source: content, definition: chosen, neededImports: needed },
    exists: (path) => text(path) !== undefined,
    dependencies: manifest === undefined ? [] : dependenciesOf(manifest, text(manifest) ?? '').map(({ name }) => name),
    parameters: chosen.function?.parameters.length ?? 0,
    required: requiredOf(chosen),
    isAsync: chosen.function?.async === 'promise',
    words: wordsOf(chosen.name),
    shared: sharedFolder(folders, folder, top),
    extension: path.posix.extname(file),
    importExtension: importExtension(index, file),
    testRoot: all.some((each) => each.startsWith('tests/')) ? 'tests' : 'test',
    readme: find(/^readme\.md$/i) ?? 'README.md',
    changelog: find(/^(?:changelog|changes|history)\.md$/i) ?? 'CHANGELOG.md',
    license: /"license"\s*:\s*"([\w .()+-]{1,40})"/.exec(text('package.json') ?? '')?.[1] ?? 'MIT',
  };
}

/** By names: a function may be movable although this says no, but not the other way round. */
function neededImports(
  chosen: Definition,
  { definitions, code }: CodeFacts,
  content: string,
): readonly string[] | undefined {
  // What imports bring in, and what stands in the module beside the function.
  const imported = [
    ...code.matchAll(/^\s*import\s+([^'"]*?)\s+from\b|^\s*(?:const|let|var)\s+([^=]+?)\s*=\s*(?:\w+\()*require\(/gm),
  ].flatMap(([, first = '', second = '']) => `${first} ${second}`.match(/[\w$]+/g) ?? []);
  const beside = definitions.filter(({ container }) => container === undefined).map(({ name }) => name);
  const loose = [
    ...content.matchAll(/^(?:export\s+)?(?:declare\s+)?(?:const|let|var|enum|namespace)\s+([\w$]+)/gm),
  ].map(([, name]) => name!);
  const own = new Set(imported.filter((name) => !/^(?:import|type|as)$/.test(name)));
  const others = new Set([...beside, ...loose].filter((name) => name !== chosen.name && !own.has(name)));
  const used = new Set(chosen.code.match(/[\w$]+/g) ?? []);
  const locals = new Set(chosen.function?.parameters.flatMap(({ names }) => names));
  if ([...used].some((name) => others.has(name) || (own.has(name) && locals.has(name)))) return undefined;
  return /\b(?:this|arguments|super)\b/.test(chosen.code) ? undefined : [...used].filter((name) => own.has(name));
}

function requiredOf({ function: facts }: Definition): number {
  const list = facts?.parameters ?? [];
  const first = list.findIndex(({ optional }) => optional);
  return first < 0 ? list.length : first;
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
