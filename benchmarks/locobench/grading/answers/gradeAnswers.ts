/** Answers to questions, judged by facts that were computed. Pure: nothing is read or run. */
import type { Milestone } from '../../../core/runs/types';
import type { Question } from '../../scenarios/types';
import { asBoolean, asList, asNumber, asPlace, asText, normalised } from './answerValues';
import { kendallTau, setF1 } from './setScores';

export interface AnswersGrade {
  /** 0 to 1, by the questions' weights. */
  readonly value: number;
  /** Everything right. */
  readonly complete: boolean;
  /** One a question; `achieved` is never undefined: a question that was not answered has 0. */
  readonly milestones: readonly Milestone[];
}

/** @param answers by id of the question; what is missing or has another form counts 0 */
export function gradeAnswers(questions: readonly Question[], answers: Readonly<Record<string, unknown>>): AnswersGrade {
  const total = questions.reduce((sum, { weight }) => sum + weight, 0);
  const milestones = questions.map((question): Milestone => {
    const given = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    const { value, detail } =
      given === undefined || given === null ? { value: 0, detail: 'not answered' } : gradeAnswer(question, given);
    const weight = total === 0 ? 1 / questions.length : question.weight / total;
    return { id: `question:${question.id}`, text: question.text, weight, achieved: value, detail };
  });
  const value = milestones.reduce((sum, { weight, achieved }) => sum + weight * Number(achieved), 0);
  return { value, complete: questions.length > 0 && milestones.every(({ achieved }) => achieved === 1), milestones };
}

interface Judged {
  readonly value: number;
  readonly detail: string;
}

/** Lines that a place may be given wider than it is, e.g. with the braces around it. */
const SLACK_LINES = 4;

function gradeAnswer({ answer }: Question, given: unknown): Judged {
  switch (answer.form) {
    case 'choice': {
      const text = asText(given);
      if (text === undefined) return unreadable('one of the options');
      const same = (option: string) => normalised(option).toLowerCase() === normalised(text).toLowerCase();
      return judged(same(answer.expected), text, answer.options.some(same) ? '' : ' (none of the options)');
    }
    case 'text': {
      const text = asText(given);
      if (text === undefined) return unreadable('a text');
      const right = [answer.expected, ...(answer.accepted ?? [])].some((each) => normalised(each) === normalised(text));
      return judged(right, text);
    }
    case 'number': {
      const number = asNumber(given);
      if (number === undefined) return unreadable('a number');
      return judged(Math.abs(number - answer.expected) <= (answer.tolerance ?? 0), String(number));
    }
    case 'boolean': {
      const boolean = asBoolean(given);
      return boolean === undefined ? unreadable('true or false') : judged(boolean === answer.expected, String(boolean));
    }
    case 'set': {
      const list = asList(given, answer.of);
      if (list === undefined) return unreadable('a list');
      const { f1, shared, found, wanted } = setF1(asList(answer.expected, answer.of) ?? [], list);
      return { value: f1, detail: `${shared} of ${wanted} named, ${found - shared} that do not belong` };
    }
    case 'sequence':
      return gradeSequence(answer.expected, given);
    case 'place':
      return gradePlace(answer, given);
  }
}

/**
 * F1 of the set, of which half depends on the order: F1 × (1 + τ) / 2 with Kendall's τ over what is shared, never below 0. So one who
 * names two of ten in the right order has the share of two.
 */
function gradeSequence(expected: readonly string[], given: unknown): Judged {
  const list = asList(given, 'paths');
  if (list === undefined) return unreadable('a list');
  const wanted = asList(expected, 'paths') ?? [];
  const { f1, shared } = setF1(wanted, list);
  const tau = kendallTau(wanted, list) ?? (new Set(wanted).size <= 1 ? 1 : 0);
  return {
    value: (f1 * (1 + Math.max(0, tau))) / 2,
    detail: `${shared} of ${new Set(wanted).size} named, order ${tau.toFixed(2)}`,
  };
}

function gradePlace(
  expected: { readonly path: string; readonly lines: readonly [number, number] },
  given: unknown,
): Judged {
  const place = asPlace(given);
  if (place === undefined) return unreadable('a file with a line');
  const [wantedPath] = asList([expected.path], 'paths') ?? [];
  if (place.path !== wantedPath) return { value: 0, detail: `${place.path} is another file` };
  const [first, last] = expected.lines;
  const { lines } = place;
  // Whoever names the whole file names no line.
  const narrow = lines !== undefined && lines[1] - lines[0] <= last - first + SLACK_LINES;
  const hit = narrow && lines[0] <= last && lines[1] >= first;
  return hit
    ? { value: 1, detail: 'file and line are right' }
    : { value: 0.5, detail: lines === undefined ? 'the file is right, no line' : 'the file is right, the line is not' };
}

function judged(right: boolean, given: string, more = ''): Judged {
  return { value: right ? 1 : 0, detail: `${right ? 'right' : 'wrong'}: ${given.slice(0, 200)}${more}` };
}

function unreadable(wanted: string): Judged {
  return { value: 0, detail: `is not ${wanted}` };
}
