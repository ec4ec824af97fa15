/** A fence of backticks that nothing in the text can end. */
export function fenceFor(text: string): string {
  const longest = [...text.matchAll(/^[ \t]*(`{3,})/gm)].reduce((most, [, run = '']) => Math.max(most, run.length), 2);
  return '`'.repeat(longest + 1);
}

export function fencedFile(path: string, text: string): string {
  const fence = fenceFor(text);
  return `${fence} path=${path}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fence}`;
}
