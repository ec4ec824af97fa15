/** What the name of a category says about how its answers are checked (Berkeley Function-Calling Leaderboard). */

/** 'irrelevance': no call is right. 'relevance': any call is. */
export type CategoryKind = 'simple' | 'multiple' | 'parallel' | 'irrelevance' | 'relevance';
export type SourceLanguage = 'python' | 'java' | 'javascript';

export interface Category {
  readonly name: string;
  readonly kind: CategoryKind;
  readonly language: SourceLanguage;
}

/** Categories whose answers are states or texts, not calls. */
const otherKinds = /^(multi_turn|memory|web_search|format_sensitivity)/;

/**
 * @param id of a question, e.g. `live_multiple_3-2-0`
 * @param content what the question holds, for ids that name no category
 * @returns undefined for categories that are not about single calls
 */
export function categoryOf(
  id: string,
  content: { readonly functions: number; readonly answers: number | undefined },
): Category | undefined {
  const name = id.replace(/_\d+(-\d+)*$/, '');
  if (otherKinds.test(name)) return undefined;
  const language = name.includes('javascript') ? 'javascript' : name.includes('java') ? 'java' : 'python';
  const kind = /irrelevance|relevance|parallel|multiple|simple|java/.test(name) ? kindOf(name) : kindOfContent(content);
  return { name: name === id ? kind : name, kind, language };
}

function kindOf(name: string): CategoryKind {
  const kinds = ['irrelevance', 'relevance', 'parallel', 'multiple'] as const;
  return kinds.find((kind) => name.includes(kind)) ?? 'simple';
}

function kindOfContent({ functions, answers }: { functions: number; answers: number | undefined }): CategoryKind {
  if (answers === undefined || answers === 0) return 'irrelevance';
  if (answers > 1) return 'parallel';
  return functions > 1 ? 'multiple' : 'simple';
}
