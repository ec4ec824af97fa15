import { strip } from '../../../locobench/reference/pythonText';
import type { Configuration } from './configuration';
import { answerSentences } from './feedback';

export interface AnswerableAspect {
  readonly key: string;
  readonly letter: string;
  readonly correctIds: readonly string[];
  readonly bestId: string;
}

export type AnswerCode =
  | 'answer_multiple'
  | 'answer_bad_id'
  | 'answer_aspect_closed'
  | 'answer_best'
  | 'answer_best_and_wrong'
  | 'answer_correct'
  | 'answer_correct_and_wrong'
  | 'answer_wrong';

export interface AcceptedAnswer {
  readonly id: string;
  /** Key of the aspect that the letter stands for, whether or not the task has it. */
  readonly aspect: string;
  readonly kind: 'best' | 'correct' | 'wrong';
  /** 1, 0.8 or 0, whatever the rewards are. */
  readonly value: number;
}

export interface AnswerOutcome {
  readonly code: AnswerCode;
  readonly text: string;
  readonly reward: number;
  /** Not empty after a refusal where an earlier id of the same answer was taken, which only the released asynchronous path does. */
  readonly accepted: readonly AcceptedAnswer[];
}

export type AnswerRules = Pick<
  Configuration,
  'oneChoicePerAspect' | 'choiceBestReward' | 'choiceCorrectReward' | 'wrongChoicePenalty' | 'referenceQuirks'
>;

const values = { best: 1, correct: 0.8, wrong: 0 } as const;

/** Which options were named, what they are worth, and when everything is answered. */
export class AnswerBook {
  private readonly best: string[];
  private readonly correct: string[];
  private readonly answered: string[] = [];
  private readonly idForm: RegExp;

  /** @param letters every letter that ids may begin with, and the key of its aspect */
  constructor(
    private readonly aspects: readonly AnswerableAspect[],
    private readonly letters: ReadonlyMap<string, string>,
    private readonly rules: AnswerRules,
  ) {
    this.best = aspects.map(({ bestId }) => bestId);
    this.correct = aspects.flatMap(({ correctIds }) => [...correctIds]);
    this.idForm = idForm(letters);
  }

  get remainingBest(): readonly string[] {
    return this.best;
  }

  get remainingCorrect(): readonly string[] {
    return this.correct;
  }

  /** In the order of the answers; those of other aspects than the task's are among them. */
  get answeredLetters(): readonly string[] {
    return this.answered;
  }

  /** Nothing is left to answer. */
  get isComplete(): boolean {
    if (this.best.length === 0) return true;
    if (!this.rules.oneChoicePerAspect || this.rules.referenceQuirks === 'async') return false;
    // The released blocking path counts letters, also those of aspects that the task does not have.
    if (this.rules.referenceQuirks === 'sync') return this.answered.length === this.aspects.length;
    return this.aspects.every(({ letter }) => this.answered.includes(letter));
  }

  answer(content: string): AnswerOutcome {
    const ids = content.split(',').map(strip);
    const { referenceQuirks } = this.rules;
    if (ids.length > 1 && referenceQuirks !== 'async') return refused('answer_multiple', answerSentences.multiple);
    const accepted: AcceptedAnswer[] = [];
    for (const id of ids) {
      const refusal = this.refusalOf(id);
      if (refusal !== undefined) return { ...refusal, accepted };
      accepted.push(this.accept(id));
    }
    const reward = Math.max(
      0,
      accepted.reduce((sum, { kind }) => sum + this.rewardOf(kind), 0),
    );
    const { code, text } = summary(accepted);
    const next = this.rules.oneChoicePerAspect ? answerSentences.single : answerSentences.several;
    return {
      code,
      text: `${text} ${next}`,
      reward: referenceQuirks === 'async' ? reward : Math.min(1, reward),
      accepted,
    };
  }

  private refusalOf(id: string): AnswerOutcome | undefined {
    if (!this.idForm.test(id)) {
      return refused('answer_bad_id', answerSentences.badId(`${this.aspects[0]?.letter ?? 'A'}3`));
    }
    const letter = id.charAt(0);
    if (!this.rules.oneChoicePerAspect || !this.answered.includes(letter)) return undefined;
    return refused('answer_aspect_closed', answerSentences.closed(letter));
  }

  private accept(id: string): AcceptedAnswer {
    const kind = remove(this.best, id) ? 'best' : this.correct.includes(id) ? 'correct' : 'wrong';
    remove(this.correct, id);
    const letter = id.charAt(0);
    if (!this.answered.includes(letter)) this.answered.push(letter);
    return { id, aspect: this.letters.get(letter) ?? letter, kind, value: values[kind] };
  }

  private rewardOf(kind: AcceptedAnswer['kind']): number {
    const { choiceBestReward, choiceCorrectReward, wrongChoicePenalty } = this.rules;
    return kind === 'best' ? choiceBestReward : kind === 'correct' ? choiceCorrectReward : -wrongChoicePenalty;
  }
}

const forms = new WeakMap<ReadonlyMap<string, string>, RegExp>();

/** Any decimal digits, as in Python. */
function idForm(letters: ReadonlyMap<string, string>): RegExp {
  const known = forms.get(letters) ?? new RegExp(`^[${[...letters.keys()].join('')}]\\p{Nd}+$`, 'u');
  forms.set(letters, known);
  return known;
}

function refused(code: AnswerCode, text: string): AnswerOutcome {
  return { code, text, reward: 0, accepted: [] };
}

function summary(accepted: readonly AcceptedAnswer[]): { readonly code: AnswerCode; readonly text: string } {
  const has = (wanted: AcceptedAnswer['kind']) => accepted.some(({ kind }) => kind === wanted);
  if (has('best')) {
    return has('wrong')
      ? { code: 'answer_best_and_wrong', text: answerSentences.bestAndWrong }
      : { code: 'answer_best', text: answerSentences.best };
  }
  if (has('correct')) {
    return has('wrong')
      ? { code: 'answer_correct_and_wrong', text: answerSentences.correctAndWrong }
      : { code: 'answer_correct', text: answerSentences.correct };
  }
  return { code: 'answer_wrong', text: answerSentences.wrong };
}

function remove(list: string[], id: string): boolean {
  const at = list.indexOf(id);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}
