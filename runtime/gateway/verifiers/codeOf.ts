/** Code of an answer: what stands in its fences, or all of it where there are none. */
export function codeOf(text: string): string {
  const blocks = [...text.matchAll(/^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^\1[ \t]*$/gm)].map((match) => match[2] ?? '');
  return blocks.length === 0 ? text : blocks.join('\n');
}
