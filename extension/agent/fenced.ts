/** Markdown of text that others wrote: shown as it is, and never as markup. */

/** A block of code. Its fence is longer than any in the text, so that the text cannot end it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}\n`;
}

/** One line of code in a sentence. @param limit characters at most */
export function inlineCode(text: string, limit = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
  const longest = Math.max(0, ...[...cut.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${cut} ${fence}` : `${fence}${cut === '' ? ' ' : cut}${fence}`;
}

/** Words in a sentence. */
export function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#+\-!|~$&@:]/g, '\\$&');
}
