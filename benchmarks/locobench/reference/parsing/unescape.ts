/**
 * Escapes are resolved once more after JSON has resolved them. Defect, as published: `\n` in a string of the code becomes a real line end, `\"`
 * a bare quote, both of which break the code.
 */
export function unescapeAgain(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\r', '\r').replaceAll('\\"', '"');
}
