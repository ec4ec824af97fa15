import type { AskMessage, LocoMessageToPage, LocoProblem, LocoQuestion, LocoQuestions } from './protocol';

/** A question that was answered with a problem. */
export class QuestionFailed extends Error {
  constructor(readonly problem: LocoProblem) {
    super(`${problem.message} ${problem.action}`.trim());
    this.name = 'QuestionFailed';
  }
}

export type Ask = <Name extends LocoQuestion>(
  name: Name,
  asked: LocoQuestions[Name]['asked'],
) => Promise<LocoQuestions[Name]['answer']>;

interface Open {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: QuestionFailed) => void;
}

/** Questions to the extension, each with the promise of its answer. */
export class Questions {
  private readonly open = new Map<number, Open>();
  private next = 0;

  constructor(private readonly send: (message: AskMessage) => void) {}

  /** @throws QuestionFailed what the extension says went wrong */
  readonly ask: Ask = (name, asked) => {
    const id = this.next++;
    const answer = new Promise<LocoQuestions[typeof name]['answer']>((resolve, reject) => {
      this.open.set(id, { resolve, reject });
    });
    // Name and asked belong together by this function's own type, which a union of messages cannot express.
    this.send({ type: 'ask', id, name, asked } as AskMessage);
    return answer;
  };

  receive(message: Extract<LocoMessageToPage, { type: 'answer' | 'problem' }>): void {
    const question = this.open.get(message.id);
    this.open.delete(message.id);
    if (message.type === 'problem') question?.reject(new QuestionFailed(message.problem));
    else question?.resolve(message.answer as never);
  }
}
