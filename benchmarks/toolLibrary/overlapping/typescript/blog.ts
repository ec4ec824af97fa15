/** Address of an article: the words of its title in lower case, joined by hyphens. */
export function articleAddress(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Comment of a reader with &, < and > written as entities. */
export function safeComment(comment: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return comment.replace(/[&<>]/g, (sign) => entities[sign]!);
}

/** Tags that are in the lists of both articles, each once, in the order of the first. */
export function commonTags(tags: string[], otherTags: string[]): string[] {
  const common: string[] = [];
  for (const tag of tags) if (otherTags.includes(tag) && !common.includes(tag)) common.push(tag);
  return common;
}

/** Number of words in an article's text. */
export function articleLength(article: string): number {
  return article.match(/\S+/g)?.length ?? 0;
}
