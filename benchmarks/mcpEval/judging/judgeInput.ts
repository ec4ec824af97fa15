import { finalResponse } from './finalResponse';

/** What a judge is to look at. */
export interface JudgedAnswer {
  readonly finalResponse: string;
  readonly conversation: readonly unknown[];
}

export interface JudgeInput extends JudgedAnswer {
  /** The ground truth's answer, in a section of its own that says what it is. */
  readonly expectedAnswer: string | undefined;
  /** The ground truth's conversation, likewise. */
  readonly expectedConversation: readonly unknown[] | undefined;
}

/** The prediction is what is judged; a reference stands beside it, labelled as such. */
export function judgeInput(prediction: JudgedAnswer, reference: JudgedAnswer | undefined): JudgeInput {
  const answered = withFinal(prediction);
  const expected = reference === undefined ? undefined : withFinal(reference);
  return {
    ...answered,
    expectedAnswer: expected === undefined || expected.finalResponse === '' ? undefined : expected.finalResponse,
    expectedConversation:
      reference === undefined || reference.conversation.length === 0 ? undefined : reference.conversation,
  };
}

/**
 * What the published judge is shown: with a reference it scores the reference itself, and the section for the expected answer stays
 * empty. For comparison alone; no run of ours uses it.
 */
export function referenceJudgeInput(prediction: JudgedAnswer, reference: JudgedAnswer | undefined): JudgeInput {
  const answered = withFinal(prediction);
  return {
    conversation:
      reference !== undefined && reference.conversation.length > 0 ? reference.conversation : answered.conversation,
    finalResponse:
      reference !== undefined && reference.finalResponse !== '' ? reference.finalResponse : answered.finalResponse,
    expectedAnswer: undefined,
    expectedConversation: undefined,
  };
}

function withFinal({ finalResponse: said, conversation }: JudgedAnswer): JudgedAnswer {
  return { conversation, finalResponse: said === '' ? finalResponse(conversation) : said };
}
