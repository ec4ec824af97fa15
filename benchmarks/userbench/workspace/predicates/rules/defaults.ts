/** Which default a setting has, and where it stands. */
import { wordsOf } from '../../code/words';
import { hasWords, type Inspection } from '../inspection';
import { no, when, type Rule } from '../rule';

type Place = 'environment' | 'file' | 'constant' | 'parameter';

interface Candidate {
  readonly place: Place;
  readonly name: string;
  readonly value: string | undefined;
}

/** Which of several says it: a parameter may only repeat a constant, a constant may only hold what the environment gives. */
const order: readonly Place[] = ['environment', 'file', 'constant', 'parameter'];

export const configDefault: Rule<'configDefault'> = ({ words, value, min, max, pattern, place }, tree) => {
  const all = candidates(tree).filter(({ name }) => hasWords(name, words));
  const deciding = order.find((each) => all.some((candidate) => candidate.place === each));
  const found = all.find((each) => each.place === deciding);
  if (found === undefined) return no(`no default is called ${words.join(' ')}`);
  const text = `${found.name} = ${found.value ?? '?'} (${found.place})`;
  if (place !== undefined && found.place !== place) return no(text);
  if (pattern !== undefined && !all.some(({ name }) => new RegExp(pattern).test(wordsOf(name).join('-'))))
    return no(text);
  if (value !== undefined && found.value !== String(value)) return no(text);
  if (min === undefined && max === undefined) return when(true, text);
  const number = Number((found.value ?? '').replaceAll('_', ''));
  return when(found.value !== undefined && number >= (min ?? -Infinity) && number <= (max ?? Infinity), text);
};

function candidates(tree: Inspection): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const { facts, before, isTest } of tree.sources) {
    if (isTest) continue;
    const old = new Set(before?.definitions.map(({ text }) => text));
    for (const { kind, name, literal, text, function: facts_ } of facts.definitions) {
      if (old.has(text)) continue;
      // A constant without a literal holds what something else gives.
      if (kind === 'constant' && literal !== undefined)
        found.push({ place: 'constant', name, value: unquote(literal) });
      for (const parameter of facts_?.parameters ?? []) {
        for (const [given, written] of Object.entries(parameter.defaults)) {
          const literalText = unquote(written);
          if (literalText !== undefined) found.push({ place: 'parameter', name: given, value: literalText });
        }
      }
    }
    const known = new Set(before?.environment.map(({ name }) => name));
    for (const { name, fallback } of facts.environment) {
      if (!known.has(name)) found.push({ place: 'environment', name, value: fallback });
    }
  }
  for (const path of tree.changedPaths(['**/*.{json,toml,ini,cfg,yaml,yml}'])) {
    if (/(?:^|\/)(?:package(?:-lock)?|tsconfig[\w.-]*)\.json$/.test(path)) continue;
    const before = new Map(settingsOf(path, tree.tree.base(path) ?? ''));
    for (const [name, value] of settingsOf(path, tree.text(path) ?? '')) {
      if (before.get(name) !== value) found.push({ place: 'file', name, value });
    }
  }
  return found;
}

/** A literal's content; undefined for what is no literal. */
function unquote(text: string): string | undefined {
  const [, quoted] = /^["'`]([^"'`]*)["'`]$/.exec(text) ?? [];
  if (quoted !== undefined) return quoted;
  return /^-?[\d._]+$|^(?:true|false|True|False)$/.test(text) ? text.replaceAll('_', '').toLowerCase() : undefined;
}

const LONGEST = 200_000;

function settingsOf(path: string, text: string): readonly (readonly [string, string])[] {
  if (text.length > LONGEST) return [];
  if (!path.endsWith('.json')) {
    return [...text.matchAll(/^\s*([\w.-]+)\s*[:=]\s*(\S+)\s*(?:[#;].*)?$/gm)].map(([, key, value]) => [key!, value!]);
  }
  try {
    return leaves(JSON.parse(text));
  } catch {
    return [];
  }
}

function leaves(value: unknown, depth = 0): readonly (readonly [string, string])[] {
  if (value === null || typeof value !== 'object' || depth > 8) return [];
  return Object.entries(value).flatMap(([key, each]): (readonly [string, string])[] =>
    each !== null && typeof each === 'object' ? [...leaves(each, depth + 1)] : [[key, String(each)]],
  );
}
