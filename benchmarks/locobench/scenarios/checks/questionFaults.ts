import type { Question, Verification } from '../types';

/** @returns why a scenario's questions have no single answer, for people; undefined: they have */
export function questionFault(verification: Verification): string | undefined {
  switch (verification.kind) {
    case 'answers':
      return faultOf(verification.questions);
    case 'change-and-answers':
      return faultOf(verification.questions);
    case 'sessions':
      return verification.sessions
        .map(({ recall }) => (recall.length === 0 ? undefined : faultOf(recall)))
        .find(Boolean);
    case 'change':
    case 'tests':
      return undefined;
  }
}

function faultOf(questions: readonly Question[]): string | undefined {
  if (questions.length === 0) return 'no question';
  if (new Set(questions.map(({ id }) => id)).size !== questions.length) return 'two questions of one id';
  const weights = questions.reduce((sum, { weight }) => sum + weight, 0);
  if (Math.abs(weights - 1) > 1e-6) return `weights add to ${weights}`;
  return questions.map(faultOfOne).find((fault) => fault !== undefined);
}

function faultOfOne({ id, text, answer }: Question): string | undefined {
  if (text.trim() === '') return `question ${id} has no text`;
  switch (answer.form) {
    case 'choice': {
      const options = answer.options.map(plain);
      if (new Set(options).size !== options.length) return `question ${id} has an option twice`;
      if (options.length < 2) return `question ${id} has one option`;
      return options.includes(plain(answer.expected)) ? undefined : `question ${id}: the answer is no option`;
    }
    case 'text':
      if (answer.expected.trim() === '') return `question ${id} has an empty answer`;
      return answer.expected.length >= 4 && text.includes(answer.expected)
        ? `question ${id} says its own answer`
        : undefined;
    case 'number':
      return Number.isFinite(answer.expected) ? undefined : `question ${id}: the answer is no number`;
    case 'set':
    case 'sequence': {
      const items = answer.expected.map((item) => item.trim());
      if (items.includes('')) return `question ${id} has an empty item`;
      return new Set(items).size === items.length ? undefined : `question ${id} has an item twice`;
    }
    case 'place':
      return answer.lines[0] >= 1 && answer.lines[0] <= answer.lines[1]
        ? undefined
        : `question ${id}: the lines are none`;
    case 'boolean':
      return undefined;
  }
}

/** As grading compares. */
function plain(text: string): string {
  return text.trim().toLowerCase();
}
