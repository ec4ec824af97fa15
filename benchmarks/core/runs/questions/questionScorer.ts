import { z } from 'zod';
import type { Scorer } from '../types';
import { question, type OwnQuestion } from './question';

/** Right or wrong, read from the answer's last line. */
export const questionScorer: Scorer = {
  name: 'questions',
  version: '1',
  score: (scenario, { content }) => {
    const { expected } = question.parse(scenario.content);
    const said = z.string().parse(content);
    const right = isRight(expected, said);
    return Promise.resolve({
      value: right ? 1 : 0,
      complete: right,
      milestones: [
        { id: 'answer', text: `The answer is ${wanted(expected)}`, weight: 1, achieved: right, detail: said },
      ],
      metrics: {},
      evidence: { read: said },
    });
  },
};

function isRight(expected: OwnQuestion['expected'], said: string): boolean {
  if ('text' in expected) return plain(said) === plain(expected.text);
  if ('pattern' in expected) return new RegExp(expected.pattern, 'u').test(said);
  const number = /-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/i.exec(said)?.[0];
  return number !== undefined && Math.abs(Number(number.replaceAll(',', '')) - expected.number) <= expected.tolerance;
}

function wanted(expected: OwnQuestion['expected']): string {
  if ('text' in expected) return expected.text;
  return 'pattern' in expected ? `like ${expected.pattern}` : String(expected.number);
}

/** Without what people write around an answer. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[*_`"'.!]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
