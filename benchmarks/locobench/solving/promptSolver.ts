import { createHash } from 'node:crypto';
import type { Message } from '../../../runtime/gateway/types';
import type { Solution, Solver, SolverContext } from '../../core/runs/types';
import { RepositoryState, type SnapshotPlace } from '../grading/state/repositoryState';
import type { ReadAnswer } from '../grading/types';
import type { TokenCounter } from '../scenarios';
import type { ScenarioSet, VerifiedScenario } from '../scenarios';
import { readAnswer } from './answer/readAnswer';
import { answerContent, scenarioOf } from './locobenchContent';
import { nextSession } from './nextSession';
import { FILES_FORMAT } from './prompt/formatText';
import { assistantMessage, firstTurn, sessionTurn, SYSTEM, SYSTEM_MESSAGE, userMessage } from './prompt/scenarioPrompt';

export interface SolverParts extends SnapshotPlace {
  readonly set: ScenarioSet;
  readonly tokens: TokenCounter;
}

/** All files in one prompt; sessions as one conversation. */
export function promptSolver(parts: SolverParts): Solver {
  const snapshot = RepositoryState.ofSnapshot(parts);
  const baseOf = ({ whetstone }: VerifiedScenario) => {
    const base = snapshot.with(whetstone.base);
    const [first] = whetstone.verification.kind === 'sessions' ? whetstone.verification.sessions : [];
    return first === undefined ? base : base.with(first.base);
  };
  return {
    name: 'locobench-prompt',
    version: versionOf(SYSTEM, FILES_FORMAT),
    async preview(core) {
      const scenario = scenarioOf(core);
      const { text } = firstTurn(scenario, parts.set, baseOf(scenario), true);
      const { verification } = scenario.whetstone;
      return {
        inputTokens: parts.tokens.count(SYSTEM) + parts.tokens.count(text),
        calls: verification.kind === 'sessions' ? verification.sessions.length : 1,
        assumed: parts.tokens.estimate ? ['inputTokens'] : [],
      };
    },
    async solve(core, context) {
      const scenario = scenarioOf(core);
      const base = baseOf(scenario);
      const turn = firstTurn(scenario, parts.set, base, true);
      const messages = [SYSTEM_MESSAGE, userMessage(turn.text)];
      if (scenario.whetstone.verification.kind === 'sessions') return solveSessions(scenario, base, messages, context);
      const answer = await context.generate({ messages, taskType: 'edit.multi' });
      const truncated = answer.finish === 'length';
      const read = noted(readAnswer(answer.text, { base, ...turn }), truncated);
      return { text: answer.text, content: answerContent(read), truncated };
    },
  };
}

async function solveSessions(
  scenario: VerifiedScenario,
  start: RepositoryState,
  begun: readonly Message[],
  context: SolverContext,
): Promise<Solution> {
  const { verification } = scenario.whetstone;
  const sessions = verification.kind === 'sessions' ? verification.sessions : [];
  const messages = [...begun];
  const answers: ReadAnswer[] = [];
  const texts: string[] = [];
  let truncated = false;
  let base = start;
  for (const [index, session] of sessions.entries()) {
    if (index > 0) {
      const next = nextSession(base, answers[index - 1]!, sessions[index - 1]!, session);
      base = next.base;
      messages.push(userMessage(`${next.told}\n\n${sessionTurn(session, index + 1, sessions.length, false).text}`));
    }
    const answer = await context.generate({
      messages,
      taskType: 'edit.multi',
      conversation: `${scenario.id}-${context.repeat}`,
    });
    truncated ||= answer.finish === 'length';
    answers.push(
      noted(readAnswer(answer.text, { base, wantsFiles: true, questions: session.recall }), answer.finish === 'length'),
    );
    texts.push(answer.text);
    messages.push(assistantMessage(answer.text));
  }
  const content: ReadAnswer = { files: [], answers: {}, problems: [], forms: [], sessions: answers };
  return { text: texts.join('\n\n'), content: answerContent(content), truncated };
}

/** A cut answer says so in its problems, so that a person sees why it does not apply. */
function noted(answer: ReadAnswer, truncated: boolean): ReadAnswer {
  if (!truncated || answer.problems.length === 0) return answer;
  const problems = answer.problems.map((each) => ({
    ...each,
    message: `${each.message} The answer was cut at the limit of its length.`,
  }));
  return { ...answer, problems };
}

/** Another prompt may get other answers. */
export function versionOf(...texts: readonly string[]): string {
  return `1-${createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8)}`;
}
