import type { Scenario, Solver } from '../types';
import { question } from './question';

const ask = 'Answer the question. Write the answer alone on the last line.';

/** One prompt, one answer. */
export const questionSolver: Solver = {
  name: 'questions',
  version: '1',
  preview: (scenario) => {
    const { prompt } = contentOf(scenario);
    // Characters/4 is an estimate: the tokenizer is the model's.
    const inputTokens = Math.ceil((ask.length + prompt.length) / 4);
    return Promise.resolve({ inputTokens, calls: 1, assumed: ['inputTokens'] });
  },
  solve: async (scenario, { generate }) => {
    const { prompt } = contentOf(scenario);
    const answer = await generate({
      messages: [
        { role: 'system', content: [{ type: 'text', text: ask }] },
        { role: 'user', content: [{ type: 'text', text: prompt }] },
      ],
    });
    const last = answer.text.trimEnd().split('\n').at(-1)?.trim() ?? '';
    return { text: answer.text, content: last, truncated: answer.finish === 'length' };
  },
};

function contentOf({ content }: Scenario): ReturnType<typeof question.parse> {
  return question.parse(content);
}
