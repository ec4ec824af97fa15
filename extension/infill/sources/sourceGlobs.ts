import { sameFamily } from '../context/languageFamily';

/** What an extension says of its languages in package.json, as far as it says it in the usual form. */
export interface LanguageContribution {
  readonly id: string;
  readonly extensions?: readonly string[];
  readonly filenames?: readonly string[];
}

/** Folders of what is installed, built or fetched: nobody writes code like that by hand. */
const madeFolders = [
  'node_modules',
  'bower_components',
  'jspm_packages',
  'site-packages',
  '__pycache__',
  '__pypackages__',
  'venv',
  '.*',
  'dist',
  'build',
  'out',
  'target',
  'bin',
  'obj',
  'coverage',
  'vendor',
  'third_party',
  'Pods',
  'DerivedData',
];
const madeFiles = ['*.min.*', '*.bundle.*', '*.generated.*', '*_pb2.py', '*.pb.go', 'package-lock.json'];

/** Files of the languages whose files help one another, as a glob; undefined when nobody says what they are called. */
export function filesOfFamily(languageId: string, contributions: readonly LanguageContribution[]): string | undefined {
  const patterns = new Set<string>();
  for (const { id, extensions, filenames } of contributions) {
    if (!sameFamily(id, languageId)) continue;
    for (const extension of extensions ?? []) patterns.add(`**/*${extension}`);
    for (const name of filenames ?? []) patterns.add(`**/${name}`);
  }
  // Braces and commas would be part of the list's own syntax.
  const plain = [...patterns].filter((pattern) => !/[{},[\]]/.test(pattern)).sort();
  return plain.length === 0 ? undefined : `{${plain.join(',')}}`;
}

/**
 * What is left out of a search, as a glob.
 * @param settings values of files.exclude and search.exclude: patterns that are `true` count
 */
export function leftOut(settings: readonly Readonly<Record<string, unknown>>[]): string {
  const patterns = new Set([...madeFolders.map((name) => `**/${name}/**`), ...madeFiles.map((name) => `**/${name}`)]);
  for (const setting of settings) {
    for (const [pattern, on] of Object.entries(setting)) if (on === true) patterns.add(pattern);
  }
  // Of a list in a list of patterns VS Code's globs make nothing good: each choice is a pattern of its own.
  return `{${[...patterns].flatMap(withoutBraces).join(',')}}`;
}

/** `a/{b,c}` as `a/b`, `a/c`. */
export function withoutBraces(pattern: string): readonly string[] {
  const braces = /\{([^{}]*)\}/.exec(pattern);
  if (!braces) return [pattern];
  const [whole, choices = ''] = braces;
  const before = pattern.slice(0, braces.index);
  const after = pattern.slice(braces.index + whole.length);
  return choices.split(',').flatMap((choice) => withoutBraces(before + choice + after));
}
