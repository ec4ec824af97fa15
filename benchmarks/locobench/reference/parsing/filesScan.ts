/** Fifth way: the object after `"files"` read character by character; real line ends in strings are taken. */
import type { AnswerTexts } from '../answer';

const resolved: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

export function filesFromScan(response: string): AnswerTexts {
  const files = new Map<string, string>();
  const start = /"files"\s*:\s*\{/.exec(response);
  if (start === null) return files;
  let at = start.index + start[0].length;
  for (;;) {
    const name = stringAt(response, at, /[\s,]/);
    const text = name === undefined ? undefined : stringAt(response, name.end, /[\s:]/);
    if (name === undefined || text === undefined) return files;
    files.set(name.value, text.value);
    at = text.end;
  }
}

/** @param between what may stand before the string */
function stringAt(
  text: string,
  from: number,
  between: RegExp,
): { readonly value: string; readonly end: number } | undefined {
  let at = from;
  while (at < text.length && between.test(text[at]!)) at++;
  if (text[at] !== '"') return undefined;
  const parts: string[] = [];
  for (at++; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') return { value: parts.join(''), end: at + 1 };
    if (character === '\\') {
      at++;
      parts.push(resolved[text[at] ?? ''] ?? text[at] ?? '');
    } else parts.push(character);
  }
  return undefined;
}
