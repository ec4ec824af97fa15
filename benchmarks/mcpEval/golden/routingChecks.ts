import { z } from 'zod';
import type { Check } from '../../parity/goldenForm';
import { judgeInput, referenceJudgeInput, type JudgedAnswer, type JudgeInput } from '../judging/judgeInput';
import { EXPECTED_ANSWER, judgePrompt } from '../judging/judgePrompt';
import type { JudgeKind } from '../judging/rubrics';

const said = z.object({
  final_response: z.string().default(''),
  conversation: z.array(z.looseObject({ content: z.unknown() })).default([]),
});
const observed = z.array(
  z.object({
    call: z.enum(['trajectory', 'completion']),
    sees_prediction: z.boolean(),
    sees_reference: z.boolean(),
    has_expected_answer_section: z.boolean(),
  }),
);

export const routing = z.object({
  prediction: z.array(said.extend({ task: z.object({ name: z.string(), description: z.string(), goal: z.string() }) })),
  reference: z.array(said),
  observed: z.object({ without_reference: observed, with_reference: observed }),
});

/** What a judge is shown, looked up in the very prompt that it gets. */
export function routingChecks({ prediction, reference, observed: seen }: z.infer<typeof routing>): readonly Check[] {
  const [predicted] = prediction;
  const [expected] = reference;
  if (predicted === undefined || expected === undefined) return [];
  const made = answerOf(predicted);
  const truth = answerOf(expected);
  const shown = (kind: JudgeKind, input: JudgeInput) => {
    const { user } = judgePrompt(kind, predicted.task, input);
    return {
      sees_prediction: textsOf(predicted).some((text) => user.includes(text)),
      sees_reference: textsOf(expected).some((text) => user.includes(text)),
      has_expected_answer_section: user.includes(`<${EXPECTED_ANSWER}>`),
    };
  };
  return [
    ...seen.without_reference.flatMap(({ call, ...told }) =>
      compared(call, 'without_reference', told, shown(call, judgeInput(made, undefined))),
    ),
    ...seen.with_reference.flatMap(({ call, ...told }) =>
      compared(call, 'with_reference', told, shown(call, referenceJudgeInput(made, truth))),
    ),
    ...seen.with_reference.flatMap(({ call, ...told }) => corrected(call, told, shown(call, judgeInput(made, truth)))),
  ];
}

function compared(
  call: JudgeKind,
  key: string,
  expected: Readonly<Record<string, boolean>>,
  actual: object,
): readonly Check[] {
  return [{ case: `judge_input_routing ${call}`, key, expected, actual }];
}

function corrected(call: JudgeKind, expected: Readonly<Record<string, boolean>>, actual: object): readonly Check[] {
  const right = { sees_prediction: true, sees_reference: true, has_expected_answer_section: true };
  const why = 'With a reference file the published judge scores the reference instead of the prediction.';
  const check = { case: `judge_input_routing ${call}`, key: 'with_reference', expected, actual };
  return [{ ...check, corrected: { expected: right, why } }];
}

const answerOf = ({ final_response: finalResponse, conversation }: z.infer<typeof said>): JudgedAnswer => ({
  finalResponse,
  conversation,
});

const textsOf = ({ final_response: final, conversation }: z.infer<typeof said>) =>
  [final, ...conversation.map(({ content }) => content)].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
