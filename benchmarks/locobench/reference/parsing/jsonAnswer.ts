/** First way: an answer in JSON, in a fence or free in the text; the best of all that are found. */
import {
  isExactArray,
  isExactObject,
  parseExactJson,
  type ExactJson,
  type ExactObject,
} from '../../../../runtime/functionCalling';
import { answerTexts, type AnswerTexts } from '../answer';
import { lengthOf } from '../pythonText';
import { sum } from '../scoring';
import { jsonCandidates } from './jsonCandidates';
import { unescapeAgain } from './unescape';

const nameKeys = ['filename', 'file', 'name', 'path', 'file_path'];
const textKeys = ['content', 'code', 'source', 'text', 'body'];
const sessionKey = /^(?:session|step|phase|stage)_/i;

export function filesFromJson(response: string): AnswerTexts {
  let best: AnswerTexts = new Map();
  let bestScore = -Infinity;
  for (const candidate of jsonCandidates(response)) {
    const object = objectOf(candidate);
    const files = object === undefined ? new Map<string, string>() : filesIn(object);
    if (object === undefined || files.size === 0) continue;
    const score = scoreOf(object, files);
    if (score > bestScore) [best, bestScore] = [files, score];
  }
  return best;
}

function objectOf(text: string): ExactObject | undefined {
  try {
    const value = parseExactJson(text);
    return isExactObject(value) ? value : undefined;
  } catch {
    // A candidate is a guess; what is not JSON is left to the other ways.
    return undefined;
  }
}

function scoreOf(object: ExactObject, files: AnswerTexts): number {
  const characters = sum([...files.values()].map(lengthOf));
  return (
    files.size * 10 +
    Math.min(Math.floor(characters / 100), 100) +
    (object.has('approach') ? 20 : 0) +
    (object.has('files') ? 30 : 0) +
    (object.has('explanation') ? 10 : 0) -
    (characters < 50 ? 50 : 0)
  );
}

function filesIn(object: ExactObject): AnswerTexts {
  const solution = object.get('solution');
  const places = [
    object.get('files'),
    isExactObject(solution) ? solution.get('files') : undefined,
    solution,
    object.get('code'),
    object,
    ...object.values(),
  ];
  for (const place of places) {
    const files = filesOf(place);
    if (files.size > 0) return files;
  }
  return new Map();
}

function filesOf(place: ExactJson | undefined): AnswerTexts {
  const named = isExactArray(place)
    ? listed(place)
    : isExactObject(place)
      ? flattened(place)
      : new Map<string, ExactJson>();
  if (![...named.keys()].some((name) => /\.\w+$/.test(name))) return new Map();
  return new Map([...answerTexts(named)].map(([name, text]) => [name, unescapeAgain(text)]));
}

function listed(items: readonly ExactJson[]): ExactObject {
  const files = new Map<string, ExactJson>();
  for (const item of items) {
    if (!isExactObject(item)) continue;
    const name = nameKeys.map((key) => item.get(key)).find((value) => typeof value === 'string');
    const text = textKeys.map((key) => item.get(key)).find((value) => value !== undefined);
    if (typeof name === 'string' && text !== undefined) files.set(name, text);
  }
  return files;
}

/** Sessions become one list; a name that is taken gets the session's in front. */
function flattened(object: ExactObject): ExactObject {
  const files = new Map<string, ExactJson>();
  for (const [key, value] of object) {
    if (!sessionKey.test(key) || !isExactObject(value)) files.set(key, value);
    else for (const [name, text] of value) files.set(files.has(name) ? `${key}_${name}` : name, text);
  }
  return files;
}
