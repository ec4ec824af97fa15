import type { Message } from '../../../../runtime/gateway/types';
import { EvaluationError } from '../../../core/runs/evaluationError';
import type { Solver, SolverContext } from '../../../core/runs/types';
import { RepositoryState } from '../../grading/state/repositoryState';
import type { ReadAnswer } from '../../grading/types';
import type { VerifiedScenario } from '../../scenarios';
import { readAnswer } from '../answer/readAnswer';
import { answerContent, scenarioOf } from '../locobenchContent';
import { nextSession } from '../nextSession';
import { firstTurn, sessionTurn, SYSTEM, userMessage } from '../prompt/scenarioPrompt';
import { versionOf, type SolverParts } from '../promptSolver';
import { AGENT_TOOLS, AgentWorkspace } from './agentTools';

/** Calls of the model for one turn. */
const MOST_STEPS = 40;

const INSTRUCTION =
  'The files are not in the prompt: use the tools to find, read and change them. Changes are made by edit_file and delete_file alone. ' +
  'When all is done, answer without calling a tool' +
  ', and there with the JSON object where questions are asked.';

/** A model with tools over the files: it need not hold the whole context. */
export function agentSolver(parts: SolverParts): Solver {
  const snapshot = RepositoryState.ofSnapshot(parts);
  const system: Message = { role: 'system', content: [{ type: 'text', text: `${SYSTEM}\n${INSTRUCTION}` }] };
  return {
    name: 'locobench-agent',
    version: versionOf(SYSTEM, INSTRUCTION, JSON.stringify(AGENT_TOOLS)),
    async preview(core) {
      const scenario = scenarioOf(core);
      const { text } = firstTurn(scenario, parts.set, snapshot.with(scenario.whetstone.base), false);
      const tools = JSON.stringify(AGENT_TOOLS);
      // Most use a dozen of calls, each of which sends what was read before again.
      const inputTokens = parts.tokens.count(SYSTEM + INSTRUCTION + tools + text);
      return { inputTokens, calls: 12, assumed: parts.tokens.estimate ? ['calls', 'inputTokens'] : ['calls'] };
    },
    async solve(core, context) {
      const scenario = scenarioOf(core);
      const messages = [system];
      const { verification } = scenario.whetstone;
      const start = snapshot.with(scenario.whetstone.base);
      const sessions = verification.kind === 'sessions' ? verification.sessions : [];
      const answers: ReadAnswer[] = [];
      const texts: string[] = [];
      let truncated = false;
      let base = start;
      for (let index = 0; index < Math.max(1, sessions.length); index++) {
        const session = sessions[index];
        const [before, previous] = [answers.at(-1), sessions[index - 1]];
        let told = '';
        if (session !== undefined && previous !== undefined && before !== undefined) {
          const next = nextSession(base, before, previous, session);
          [base, told] = [next.base, `${next.told}\n\n`];
        } else if (session !== undefined) {
          base = base.with(session.base);
        }
        const turn =
          index === 0 || session === undefined
            ? firstTurn(scenario, parts.set, base, false)
            : sessionTurn(session, index + 1, sessions.length, false);
        messages.push(userMessage(told + turn.text));
        const workspace = new AgentWorkspace(base);
        const ended = await work(workspace, messages, scenario, context);
        truncated ||= ended.truncated;
        texts.push(ended.text);
        // Files come from the tools alone; an answer without changes applies nowhere, as everywhere else.
        const words = readAnswer(ended.text, { base, wantsFiles: false, questions: turn.questions });
        answers.push({ files: workspace.files, answers: words.answers, problems: [], forms: ['search-replace'] });
      }
      const [only] = answers;
      const content: ReadAnswer =
        sessions.length === 0 ? only! : { files: [], answers: {}, problems: [], forms: [], sessions: answers };
      return { text: texts.join('\n\n'), content: answerContent(content), truncated };
    },
  };
}

async function work(
  workspace: AgentWorkspace,
  messages: Message[],
  scenario: VerifiedScenario,
  context: SolverContext,
): Promise<{ readonly text: string; readonly truncated: boolean }> {
  const conversation = `${scenario.id}-${context.repeat}`;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (context.signal.aborted) throw new EvaluationError('cancelled', 'The sample was cancelled.');
    // The last step has to be the answer.
    const toolChoice = step === MOST_STEPS - 1 ? ({ kind: 'none' } as const) : undefined;
    const answer = await context.generate({
      messages,
      tools: AGENT_TOOLS,
      toolChoice,
      taskType: 'tool.multi',
      conversation,
    });
    messages.push({
      role: 'assistant',
      content: [
        ...(answer.text === '' ? [] : [{ type: 'text' as const, text: answer.text }]),
        ...answer.toolCalls.map((call) => ({ type: 'tool-call' as const, ...call })),
      ],
    });
    if (answer.toolCalls.length === 0) return { text: answer.text, truncated: answer.finish === 'length' };
    messages.push({
      role: 'tool',
      content: answer.toolCalls.map(({ id, name, input }) => ({
        ...{ type: 'tool-result' as const, id, name },
        ...workspace.call(name, input),
      })),
    });
    context.log(`step ${step + 1}: ${answer.toolCalls.map(({ name }) => name).join(', ')}`);
  }
  return { text: '', truncated: false };
}
