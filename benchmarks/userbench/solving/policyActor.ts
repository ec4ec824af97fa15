import { seededRandom } from '../../core/seededRandom';
import type { AskingTask } from '../environments/protocol/task';
import type { Step } from '../environments/types';
import type { Policy } from '../policies/policy';
import type { Actor } from './runEpisode';

/** @param setting what the policy may know of the rules, and the seed of its guesses */
export function policyActor(
  policy: Policy,
  task: AskingTask,
  setting: { readonly singleChoice: boolean; readonly turns: number; readonly seed: number },
): Actor {
  return scriptActor(policy.begin({ ...setting, task, random: policyRandom(setting.seed) }));
}

/** Guesses come from a stream of their own: the environment draws by the seed itself. */
export function policyRandom(seed: number): (below: number) => number {
  return seededRandom(seed ^ 0x5bd1e995);
}

/** @param next the next action by what came of the last; undefined: it stops */
export function scriptActor(next: (last: Step | undefined) => string | undefined): Actor {
  let last: Step | undefined;
  return {
    next: async () => {
      const text = next(last);
      if (text === undefined) return undefined;
      const [, choice = '', content = text] = /^\[(\w+)\] ?(.*)$/s.exec(text) ?? [];
      return { choice, content, text };
    },
    told: (step) => (last = step),
  };
}
