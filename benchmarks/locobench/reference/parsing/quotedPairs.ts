/**
 * Second way, when the JSON does not parse: `"name.ext": "text"`. Defects, as published: a text ends at the first quote that is in the code,
 * with the backslash before it left over, and still counts as a success; other languages' files are not seen.
 */
import type { AnswerTexts } from '../answer';
import { pythonSpace } from '../pythonText';
import { unescapeAgain } from './unescape';

const pair = new RegExp(`"([^"]+\\.(?:go|py|js|ts|rs|java|cpp|h))"${pythonSpace}*:${pythonSpace}*"([^"]*)"`, 'gu');

export function filesFromPairs(response: string): AnswerTexts {
  return new Map([...response.matchAll(pair)].map(([, name, text]) => [name ?? '', unescapeAgain(text ?? '')]));
}
