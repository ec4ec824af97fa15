/** A dialogue between a simulated person, who wants what a blueprint says, and a model with the real tools of fresh servers. */
import type { Message } from '../../../../runtime/gateway/types';
import type { Limits } from '../../../../runtime/tools/mcp';
import { sha256 } from '../../../core/runs/sha256';
import type { ModelAnswer, Solution, Solver, SolverContext } from '../../../core/runs/types';
import type { CallRecord } from '../../servers/callRecord';
import type { ServerSetup } from '../../servers/serverSetup';
import { TaskServers } from '../../servers/taskServers';
import { asJson } from '../../solving/taskContent';
import { textMessage } from '../../tasks/taskModel';
import type { Blueprint } from '../blueprint';
import { ModelUser } from '../dialogue/modelUser';
import { RuleUser } from '../dialogue/ruleUser';
import type { Candidate, DialogueUser, Remark } from '../dialogue/types';
import { USER_VERSION } from '../dialogue/userPrompts';
import { agentSystem } from './agentSystem';
import { callTools } from './callTools';
import { blueprintIn, type TrajectoryContent, type TrajectoryTurn } from './trajectoryContent';

export interface TrajectoryParts {
  readonly setupsOf: (blueprint: Blueprint) => Promise<readonly ServerSetup[]>;
  readonly network: boolean;
  readonly limits?: Partial<Limits> | undefined;
  readonly user: 'rules' | 'model';
  /** Proposals for each utterance of a person who is a model. */
  readonly candidates: number;
  /** Utterances of the person at most. */
  readonly userTurns: number;
  /** Replies of the agent to one utterance at most. */
  readonly steps: number;
}

/** Role of the model that plays the person (`RunConfiguration.roles`). */
export const USER_ROLE = 'user';

export function trajectorySolver(parts: TrajectoryParts): Solver {
  const { user, candidates, userTurns, steps } = parts;
  const told = sha256(agentSystem([])).slice(0, 8);
  return {
    name: 'blueprint-dialogue',
    version: ['1', told, user, USER_VERSION, candidates, userTurns, steps].join('-'),
    preview(scenario) {
      const each = blueprintIn(scenario);
      const text = agentSystem(each.rules) + JSON.stringify(each.tools);
      const calls = Math.min(userTurns * steps, 2 * each.actions.length + 1);
      const utterances = Math.min(userTurns, each.actions.length + 1);
      const asked = {
        calls: utterances * (candidates > 1 ? 2 * candidates : 1),
        inputTokens: 700,
        conversationShare: 0.5,
      };
      const roles = user === 'model' ? { [USER_ROLE]: asked } : {};
      return Promise.resolve({
        ...{ inputTokens: Math.ceil(text.length / 4), calls, assumed: ['inputTokens', 'calls'], roles },
      });
    },
    async solve(scenario, context) {
      const each = blueprintIn(scenario);
      const { files, stateFiles } = each;
      const { network, limits } = parts;
      const { log, signal } = context;
      const setups = await parts.setupsOf(each);
      const servers = await TaskServers.open({ setups, network, limits, files, stateFiles, log, signal });
      try {
        return await talk(each, servers, parts, context);
      } finally {
        await servers.close();
      }
    },
  };
}

async function talk(
  each: Blueprint,
  servers: TaskServers,
  parts: TrajectoryParts,
  context: SolverContext,
): Promise<Solution> {
  const system = agentSystem(each.rules);
  const user = userOf(each, parts, context);
  const dialogue = new Dialogue(system);
  const remarks: Remark[] = [];
  const records: CallRecord[] = [];
  const candidates: Candidate[][] = [];
  let ended: TrajectoryContent['ended'] = 'turns';
  let truncated = false;
  for (let turn = 0; turn <= parts.userTurns; turn++) {
    const said = await user.speak(remarks, context.signal);
    if (said === undefined) {
      ended = 'user-failed';
      break;
    }
    candidates.push([...said.candidates]);
    if (said.done) {
      ended = 'content';
      break;
    }
    // The last time is for a person who has got everything: there is no turn for anything more.
    if (turn === parts.userTurns) break;
    remarks.push({ by: 'user', text: said.text });
    dialogue.user(said.text);
    context.show(asJson({ kind: 'said', by: 'user', text: said.text }));
    const answer = await reply(dialogue, servers, records, parts.steps, `${each.id}-${context.repeat}`, context);
    truncated ||= answer?.finish === 'length';
    if (answer === undefined) {
      ended = 'steps';
      break;
    }
    remarks.push({ by: 'agent', text: answer.text });
    context.show(asJson({ kind: 'said', by: 'agent', text: answer.text }));
  }
  context.log(`ended: ${ended}, ${remarks.length} remarks, ${records.length} calls`);
  const content: TrajectoryContent = {
    ...{ system, turns: [...dialogue.turns], records, changes: [...(await servers.changes())], ended },
    candidates: candidates.map((list) => list.map((one) => ({ ...one, faults: [...one.faults] }))),
  };
  return { text: remarks.findLast(({ by }) => by === 'agent')?.text ?? '', content: asJson(content), truncated };
}

/** @returns the words of the agent; undefined where it has no steps left */
async function reply(
  dialogue: Dialogue,
  servers: TaskServers,
  records: CallRecord[],
  steps: number,
  conversation: string,
  context: SolverContext,
): Promise<ModelAnswer | undefined> {
  const tools = servers.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  for (let step = 0; step < steps; step++) {
    const { messages } = dialogue;
    const answer = await context.generate({ messages, tools, taskType: 'tool.multi', conversation });
    dialogue.agent(answer);
    if (answer.toolCalls.length === 0) return answer;
    const results = await callTools(answer.toolCalls, servers, context.signal);
    records.push(...results);
    dialogue.results(answer.toolCalls, results);
    context.show(asJson({ kind: 'called', calls: results.map(({ tool, isError }) => ({ tool, isError })) }));
  }
  return undefined;
}

/** The conversation as a model is sent it, and as it is kept. */
class Dialogue {
  readonly messages: Message[];
  readonly turns: TrajectoryTurn[] = [];

  constructor(system: string) {
    this.messages = [textMessage('system', system)];
  }

  user(text: string): void {
    this.messages.push(textMessage('user', text));
    this.turns.push({ role: 'user', text });
  }

  agent({ text, toolCalls }: ModelAnswer): void {
    const words =
      text === '' && toolCalls.length > 0 ? [] : [{ type: 'text' as const, text: text === '' ? ' ' : text }];
    const content = [...words, ...toolCalls.map((call) => ({ type: 'tool-call' as const, ...call }))];
    this.messages.push({ role: 'assistant', content });
    this.turns.push({ role: 'assistant', text, calls: toolCalls.map((call) => ({ ...call })) });
  }

  results(calls: ModelAnswer['toolCalls'], results: readonly CallRecord[]): void {
    const told = calls.map(({ id, name }, index) => {
      const { text = '', isError = true } = results[index] ?? {};
      return { id, name, text, isError };
    });
    this.messages.push({
      role: 'tool',
      content: told.map(({ text, ...rest }) => ({ type: 'tool-result' as const, ...rest, output: text })),
    });
    this.turns.push(...told.map((each) => ({ role: 'tool' as const, ...each })));
  }
}

function userOf(
  { instruction, persona, tools }: Blueprint,
  { user, candidates }: TrajectoryParts,
  { generateAs }: SolverContext,
): DialogueUser {
  if (user === 'rules') return new RuleUser({ instruction });
  return new ModelUser({
    ...{ brief: { instruction, persona }, tools, candidates },
    ask: async ({ system, user: asked }) => {
      const messages = [textMessage('system', system), textMessage('user', asked)];
      return (await generateAs(USER_ROLE, { messages, taskType: 'chat.other' })).text;
    },
  });
}
