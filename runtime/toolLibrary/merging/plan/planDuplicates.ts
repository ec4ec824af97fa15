import type { CoverageEntry, Fingerprint, ToolGroup, ToolRecord } from '../../types';
import type { Merge, MergedTool } from './merge';

/** Times as much processor time, and seconds more of it, from which on a duplicate is the slower one: below that it is chance. */
const SLOWER = 5;
const NOTICEABLE = 0.1;

/**
 * Which function stays of each group of duplicates, and how the others call it.
 *
 * @param groups of which those with the relation `duplicates` are taken
 * @param fingerprints by tool; their orders say which parameter of one tool is which of another
 */
export function planDuplicates(
  groups: readonly ToolGroup[],
  tools: ReadonlyMap<string, ToolRecord>,
  fingerprints: ReadonlyMap<string, Fingerprint>,
): readonly Merge[] {
  return groups.flatMap((group) => {
    if (group.relation !== 'duplicates') return [];
    const members = group.members.flatMap((id) => tools.get(id) ?? []);
    const languages = new Set(members.map(languageOf));
    return [...languages].flatMap((language) =>
      planOne(
        group.id,
        members.filter((tool) => languageOf(tool) === language),
        fingerprints,
      ),
    );
  });
}

/** TypeScript and JavaScript reach each other, Python reaches neither. */
function languageOf({ kind }: ToolRecord): string {
  return kind === 'javascript' ? 'typescript' : kind;
}

function planOne(
  group: string,
  members: readonly ToolRecord[],
  fingerprints: ReadonlyMap<string, Fingerprint>,
): readonly Merge[] {
  const isSlow = slowerThanOthers(members, fingerprints);
  const candidates = members
    .filter(({ source }) => source?.access !== undefined && !source.access.includes('.'))
    .sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)) || compareRepresentatives(a, b));
  // A function that its file keeps to itself answers for its own file only.
  const target = candidates.find(({ source }) => source?.exported === true) ?? candidates[0];
  if (target?.source?.access === undefined) return [];
  const { path, access, exported } = { ...target.source, access: target.source.access };
  const merged = members.flatMap((tool): readonly MergedTool[] => {
    if (tool.id === target.id || (!exported && tool.source?.path !== path)) return [];
    const values = argumentsOf(target, tool, fingerprints);
    return values === undefined ? [] : [{ tool, arguments: values }];
  });
  return merged.length === 0 ? [] : [{ group, target: { path, access }, members: merged }];
}

/** Whoever called the quick one would wait for the slow one. */
function slowerThanOthers(
  members: readonly ToolRecord[],
  fingerprints: ReadonlyMap<string, Fingerprint>,
): (tool: ToolRecord) => boolean {
  const secondsOf = ({ id }: ToolRecord): number | undefined => {
    const found = fingerprints.get(id);
    return found?.status === 'run' ? (found.seconds ?? 0) : undefined;
  };
  const least = Math.min(...members.map((tool) => secondsOf(tool) ?? Infinity));
  return (tool) => (secondsOf(tool) ?? 0) > Math.max(SLOWER * least, least + NOTICEABLE);
}

/** Negative where the first is the better one to keep: what people still use, typed, documented, tried by examples, in few words. */
function compareRepresentatives(a: ToolRecord, b: ToolRecord): number {
  return (
    Number(a.deprecated === true) - Number(b.deprecated === true) ||
    Number(b.description !== '') - Number(a.description !== '') ||
    typedShare(b) - typedShare(a) ||
    Number(b.examples.length > 0) - Number(a.examples.length > 0) ||
    a.description.length + a.name.length - (b.description.length + b.name.length) ||
    compareTexts(`${a.source?.path ?? ''}#${a.name}`, `${b.source?.path ?? ''}#${b.name}`)
  );
}

function typedShare({ parameters }: ToolRecord): number {
  return parameters.length === 0 ? 1 : parameters.filter(({ type }) => type !== undefined).length / parameters.length;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What each parameter of the target gets from a call of the other: those that got the same argument of a case belong together. */
function argumentsOf(
  target: ToolRecord,
  tool: ToolRecord,
  fingerprints: ReadonlyMap<string, Fingerprint>,
): CoverageEntry['arguments'] | undefined {
  if (target.parameters.length !== tool.parameters.length) return undefined;
  const [ours, theirs] = [orderOf(target, fingerprints), orderOf(tool, fingerprints)];
  const pairs = target.parameters.map(({ name }, at) => {
    const from = tool.parameters[theirs.indexOf(ours[at] ?? at)];
    return [name, from] as const;
  });
  if (pairs.some(([, from]) => from === undefined)) return undefined;
  return Object.fromEntries(pairs.map(([name, from]) => [name, { from: from?.name ?? '' }]));
}

function orderOf({ id, parameters }: ToolRecord, fingerprints: ReadonlyMap<string, Fingerprint>): readonly number[] {
  const found = fingerprints.get(id);
  return (found?.status === 'run' ? found.order : undefined) ?? parameters.map((_, at) => at);
}
