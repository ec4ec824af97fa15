import { pythonStrip } from '../../../runtime/functionCalling';
import { aspectsOf, type JudgeKind } from './rubrics';

export interface Judgement {
  /** 0 to 1 by aspect. */
  readonly scores: Readonly<Record<string, number>>;
  /** Unweighted mean of the aspects. */
  readonly overall: number;
  readonly comments: string;
  /** Why nothing could be read of it: then all scores are 0. */
  readonly problem: string | undefined;
}

/**
 * A judge's reply as the reference reads it: JSON, alone or in one fence. What is no such object, or has a value that is no number from 0
 * to 1, counts 0 throughout; an aspect that is left out counts 0 by itself.
 */
export function readJudgement(kind: JudgeKind, reply: string): Judgement {
  const aspects = aspectsOf(kind);
  const nothing = (problem: string): Judgement => ({
    scores: Object.fromEntries(aspects.map((aspect) => [aspect, 0])),
    overall: 0,
    comments: '',
    problem,
  });
  let value: unknown;
  try {
    value = JSON.parse(withoutFence(reply));
  } catch {
    return nothing('The reply is not JSON alone.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return nothing('The reply is no JSON object.');
  const members = new Map<string, unknown>(Object.entries(value));
  const scores = new Map<string, number>();
  for (const aspect of aspects) {
    const score = members.has(aspect) ? pythonFloat(members.get(aspect)) : 0;
    if (score === undefined) return nothing(`"${aspect}" is no number.`);
    if (!(score >= 0 && score <= 1)) return nothing(`"${aspect}" is not from 0 to 1.`);
    scores.set(aspect, score);
  }
  const comments = members.has('comments') ? members.get('comments') : '';
  if (typeof comments !== 'string') return nothing('"comments" is no text.');
  const total = [...scores.values()].reduce((sum, each) => sum + each, 0);
  return { scores: Object.fromEntries(scores), overall: total / aspects.length, comments, problem: undefined };
}

function withoutFence(reply: string): string {
  let text = pythonStrip(reply);
  if (text.startsWith('```json')) text = text.slice('```json'.length);
  else if (text.startsWith('```')) text = text.slice('```'.length);
  if (text.endsWith('```')) text = text.slice(0, -'```'.length);
  return pythonStrip(text);
}

/** Python's `float()`, as far as JSON's values go: booleans are numbers, texts are read with spaces around. */
function pythonFloat(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return undefined;
  const text = pythonStrip(value);
  return /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i.test(text)
    ? Number(text.replaceAll('_', ''))
    : undefined;
}
