/** Dialogues made of verified tasks, without a model: the same seed makes the same ones. */
import { sha256 } from '../../core/runs/sha256';
import { seededRandom } from '../../core/seededRandom';
import type { VerifiedTask } from '../rows/taskRow';
import { stepText } from '../tasks/describeChain';
import { defaultPersonas, type Persona } from './personas';
import { scenarioTypes, type HeldBack, type ScenarioRow, type ScenarioType } from './scenarioRow';
import { messageText } from './users/phrases';

export interface ScenarioOptions {
  readonly seed: number;
  /** Default: all four, in turn. */
  readonly types?: readonly ScenarioType[] | undefined;
  readonly personas?: readonly Persona[] | undefined;
  /** At most; default: one of each type that a task allows. */
  readonly count?: number | undefined;
}

export interface MadeScenarios {
  readonly scenarios: readonly ScenarioRow[];
  /** Types that a task does not allow, by reason. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
}

/** Turns beside those that the told steps need: one to ask, one for a tool, one to end. */
const SPARE_TURNS = 2;
/** The published default, and what no dialogue has less of. */
const USUAL_TURNS = 5;

export function makeScenarios(tasks: readonly VerifiedTask[], options: ScenarioOptions): MadeScenarios {
  const { seed, types = scenarioTypes, personas = defaultPersonas, count = Infinity } = options;
  const draw = seededRandom(seed);
  const scenarios: ScenarioRow[] = [];
  const skipped = new Map<string, number>();
  const first = draw(personas.length);
  for (const [round, type] of types.entries()) {
    for (const [index, task] of tasks.entries()) {
      // Every persona meets every type.
      const persona = personas[(first + index + round) % personas.length];
      if (persona === undefined || scenarios.length >= count) continue;
      const made = scenarioOf(task, type, persona, draw);
      if (typeof made === 'string') skipped.set(made, (skipped.get(made) ?? 0) + 1);
      else scenarios.push(made);
    }
  }
  return { scenarios, skipped: [...skipped].map(([reason, times]) => ({ reason, count: times })) };
}

/** @returns why the task allows no such dialogue */
function scenarioOf(
  task: VerifiedTask,
  type: ScenarioType,
  persona: Persona,
  draw: (below: number) => number,
): ScenarioRow | string {
  const { whetstone: facts, tools, tool_calls: calls } = task;
  const hides = type === 'missing_params' || type === 'composite';
  const lacks = type === 'missing_functions' || type === 'composite';
  const stepwise = type === 'standard' || type === 'composite';
  if (facts.steps === undefined && type !== 'standard' && type !== 'missing_functions')
    return 'The task is not told step by step, so that only a model could leave something out.';
  const held = hides ? heldBackOf(task, stepwise, draw) : [];
  if (hides && held.length === 0) return 'No call has a value that could be held back.';
  const last = calls.at(-1);
  if (last === undefined) return 'It needs no tool.';
  const withheld = lacks ? [last.tool_name] : [];
  const parts = messagesOf(task, held, stepwise).map((text, index) => messageText(persona, text, index === 0));
  const [opening = task.description, ...followUps] = parts;
  const turns = parts.length + SPARE_TURNS + (hides ? held.length : 0);
  return {
    id: sha256(`${task.id} ${type} ${persona.name} ${opening}`).slice(0, 16),
    ...{ name: task.name, description: task.description, goal: task.goal, persona, tools, scenario_type: type },
    ...{ max_turns: Math.max(USUAL_TURNS, turns), initial_context: null },
    whetstone: {
      ...{ ...facts, task: task.id, tool_calls: calls, final_response: task.final_response ?? null },
      ...{ opening, followUps, heldBack: held, withheld },
    },
  };
}

/** One value that a call cannot do without, and that nothing but the user says; of a later call where there is one. */
function heldBackOf(task: VerifiedTask, stepwise: boolean, draw: (below: number) => number): HeldBack[] {
  const found = (task.whetstone.steps ?? []).map((step, index) => {
    const call = task.tool_calls[index];
    const schema = task.tools.find(({ name }) => name === call?.tool_name)?.inputSchema;
    const required: readonly unknown[] = Array.isArray(schema?.required) ? schema.required : [];
    return step.inputs.flatMap(({ name, said, chained }) =>
      chained || !required.includes(name) || typeof call?.tool_parameters[name] === 'boolean'
        ? []
        : [{ id: `${index + 1}.${name}`, name, tool: call?.tool_name ?? '', said, message: stepwise ? index : 0 }],
    );
  });
  const candidates = found.filter((each) => each.length > 0).at(-1) ?? [];
  const chosen = candidates[draw(Math.max(1, candidates.length))];
  return chosen === undefined ? [] : [chosen];
}

function messagesOf(task: VerifiedTask, held: readonly HeldBack[], stepwise: boolean): readonly string[] {
  const { steps } = task.whetstone;
  if (steps === undefined) return [`${task.description}\n${task.goal}`.trim()];
  const told = steps.map((step, index) => {
    const hidden = held.filter(({ id }) => id.startsWith(`${index + 1}.`)).map(({ name }) => name);
    const text = stepText(step, hidden);
    return steps.length === 1 ? text : `Step ${index + 1}: ${text}`;
  });
  const end = steps.length === 1 ? 'Tell me every value that it gave.' : 'Tell me every value that the last step gave.';
  if (!stepwise) return [[...told, end].join('\n')];
  return told.map((text, index) => (index === told.length - 1 ? `${text}\n${end}` : text));
}
