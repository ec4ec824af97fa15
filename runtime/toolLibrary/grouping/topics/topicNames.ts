import { toolWords } from '../../../functionCalling';
import { toolText, type IndexedTool } from '../../retrieval';

const most = 3;

/**
 * A name for each group: the words that its members share and others lack (TF-IDF with a group as one document), as they are most often
 * written. Groups whose best words are the same get more words.
 */
export function topicNames(groups: readonly (readonly IndexedTool[])[]): readonly string[] {
  const written = new Map<string, Map<string, number>>();
  const counts = groups.map((group) => {
    const members = new Map<string, number>();
    for (const tool of group)
      for (const word of wordsOf(tool, written)) members.set(word, (members.get(word) ?? 0) + 1);
    return members;
  });
  const having = new Map<string, number>();
  for (const members of counts) for (const word of members.keys()) having.set(word, (having.get(word) ?? 0) + 1);
  const used = new Set<string>();
  return groups.map((group, at) => {
    const ranked = [...counts[at]!]
      .map(([word, count]) => ({
        word,
        score: (count / group.length) * Math.log(1 + groups.length / having.get(word)!),
      }))
      .sort((one, other) => other.score - one.score || (one.word < other.word ? -1 : 1))
      .map(({ word }) => mostOften(written.get(word)!));
    let name = ranked.slice(0, most).join(' ');
    for (let more = most + 1; used.has(name) && more <= ranked.length; more++) name = ranked.slice(0, more).join(' ');
    if (name === '') name = group[0]?.name ?? '';
    used.add(name);
    return name;
  });
}

/** Each stem once; how it was written is noted. */
function wordsOf(tool: IndexedTool, written: Map<string, Map<string, number>>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const part of toolText(tool).match(/[\p{L}\p{N}_$]+/gu) ?? []) {
    for (const piece of part.split(/_|(?<=\p{Ll})(?=\p{Lu})/u)) {
      const lower = piece.toLowerCase();
      for (const word of toolWords(lower)) {
        if (word.length < 2) continue;
        found.add(word);
        let forms = written.get(word);
        if (forms === undefined) written.set(word, (forms = new Map<string, number>()));
        forms.set(lower, (forms.get(lower) ?? 0) + 1);
      }
    }
  }
  return found;
}

function mostOften(forms: ReadonlyMap<string, number>): string {
  return [...forms].sort(([one, a], [other, b]) => b - a || one.length - other.length || (one < other ? -1 : 1))[0]![0];
}
