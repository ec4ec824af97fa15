import type { HiddenPreference } from '../../episodes/types';
import { GymEnvironment, type Acted, type GymView, type Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { prefixed } from '../core/prefix';
import { pythonFloat, roundHalfEven } from '../core/pythonNumbers';
import { readRule, type Rule } from './arithmetic';
import type { FunctionTask } from './functionTasks';

/** Shown results are rounded to so many decimals. */
const shownDecimals = 4;

/** A rule of arithmetic to be found by trying numbers; deterministic, without any model. */
export class FunctionGym extends GymEnvironment<FunctionTask> {
  readonly name: string = 'FunctionGym-v0';
  readonly actions = { choices: ['action', 'search', 'answer', 'finish'], thought: false };
  private rule: Rule = () => undefined;
  private right = false;
  private submitted: number | null = null;
  private shown: number | null = null;

  constructor(tasks: readonly FunctionTask[], options: GymOptions = {}) {
    super(tasks, options);
  }

  protected begin(task: FunctionTask): Opening {
    this.rule = readRule(task.rule) ?? (() => undefined);
    this.right = false;
    this.submitted = null;
    this.shown = null;
    const hidden: HiddenPreference = {
      id: 'rule',
      aspect: 'function',
      topic: 'rule',
      explicit: `f(a, b, c, d) = ${task.rule}`,
      revealedAt: undefined,
      how: undefined,
    };
    return {
      feedback: 'A hidden function takes four numbers. Try numbers, look up the test case, and answer with its result.',
      hidden: [hidden],
      info: { rule: task.rule, testCase: task.testCase, expectedResult: task.expected },
    };
  }

  protected act(action: string): Promise<Acted> {
    this.shown = null;
    const { choice, content } = prefixed(action);
    switch (choice) {
      case 'action':
        return Promise.resolve(this.probe(content));
      case 'search':
        return Promise.resolve(this.lookUp(content));
      case 'answer':
        return Promise.resolve(this.answer(content));
      case 'finish':
        return Promise.resolve({ feedback: 'The episode has ended.', code: 'session_end', reward: 0, finished: true });
      default:
        return Promise.resolve(
          nothing('Begin with [action], [search], [answer] or [finish]; nothing else is understood.', 'bad_prefix'),
        );
    }
  }

  protected view(): GymView {
    return { answeredCorrectly: this.right, submittedAnswer: this.submitted, shownResult: this.shown };
  }

  protected brief(): { readonly system: string; readonly user: string } {
    return {
      system:
        'You look for a hidden function of four numbers a, b, c, d. Act with the function interact_with_env. Choices:\n' +
        '- action, with four numbers, e.g. `1 2 3 4`: you are told the result, rounded to four decimals.\n' +
        '- search, with the word `test`: you are told the four numbers that you are asked about. They cannot be tried.\n' +
        '- answer, with one number: the function’s result for those four numbers. A wrong answer may be followed by another.\n' +
        '- finish: ends the episode.\n' +
        `You have ${this.maxSteps} steps. The function is made of additions, subtractions, multiplications, divisions and small powers.`,
      user: 'Find the function and answer with its result for the test case.',
    };
  }

  private probe(content: string): Acted {
    const numbers = (content.match(/-?\d+\.?\d*/gu) ?? []).map(Number);
    const [a, b, c, d] = numbers;
    if (a === undefined || b === undefined || c === undefined || d === undefined || numbers.length > 4) {
      return nothing(`Exactly four numbers are needed; ${numbers.length} were found.`, 'bad_numbers');
    }
    if (numbers.every((number, index) => number === this.task.testCase[index])) {
      return nothing('These are the numbers of the test case. Their result is not told.', 'test_case_refused');
    }
    const result = this.rule({ a, b, c, d });
    if (result === undefined || Number.isNaN(result)) {
      return nothing('There is no result for these numbers, e.g. because of a division by zero.', 'no_result');
    }
    this.shown = roundHalfEven(result, shownDecimals);
    return nothing(`f(${numbers.join(', ')}) = ${this.shown}`, 'result');
  }

  private lookUp(content: string): Acted {
    return content.toLowerCase() === 'test'
      ? nothing(`Test case: ${this.task.testCase.join(', ')}`, 'test_case')
      : nothing('Only the word `test` can be looked up.', 'bad_search');
  }

  private answer(content: string): Acted {
    const value = pythonFloat(content);
    if (value === undefined) return nothing('The answer has to be one number.', 'answer_not_a_number');
    this.submitted = value;
    this.right = sameNumber(value, this.task.expected);
    const reward = this.right ? 1 : 0;
    return {
      feedback: this.right ? 'That is right.' : 'That is not the result. Try more numbers, then answer again.',
      code: this.right ? 'answer_correct' : 'answer_wrong',
      reward,
      terminated: this.right,
      answer: { text: content, value: reward },
    };
  }
}

/** Within a millionth. Texts are read as numbers; what is none is equal to nothing. */
export function sameNumber(one: number | string, other: number | string): boolean {
  const [first, second] = [one, other].map((value) => (typeof value === 'string' ? pythonFloat(value) : value));
  return first !== undefined && second !== undefined && Math.abs(first - second) <= 1e-6;
}

function nothing(feedback: string, code: string): Acted {
  return { feedback, code, reward: 0 };
}
