import { isExactArray, isExactObject } from '../../../runtime/functionCalling';
import { goldenValue } from '../../parity/goldenValue';
import { checksOf } from '../../parity/compare';
import type { Check, GoldenForm } from '../../parity/goldenForm';
import type { AskingTask } from '../environments/protocol/task';
import { travelTasks } from '../environments/travel/travelScenario';
import { CorrectedEpisode, type Corrections } from './travelgymCorrections';
import { travelgymFile, type GoldenEpisode, type GoldenStep } from './travelgymFile';
import { replayed, type ReplayedEpisode, type ReplayedStep } from './travelgymReplay';
import { BadInputError } from '../../core/badInputError';

/**
 * Scripted episodes of TravelGym. Each is run with the quirks of the path that it was recorded from, where every value has to agree; those
 * of the blocking path are run by our own rules too, where the corrections are told apart.
 */
export const travelgymForm: GoldenForm = {
  name: 'TravelGym episodes',
  recognises: (value) => {
    if (!isExactObject(value) || !value.has('scenarios')) return false;
    const episodes = value.get('episodes');
    return isExactArray(episodes ?? null);
  },
  async check(value, file) {
    const { scenarios, episodes } = goldenValue(travelgymFile, value, file);
    const tasks = new Map(travelTasks(scenarios).map((task) => [task.id, task]));
    const checks: Check[] = [];
    for (const episode of episodes) {
      const task = tasks.get(episode.scenario);
      if (task === undefined) {
        throw new BadInputError(
          `${file}: episode ${episode.name} is of the scenario "${episode.scenario}", which is not there.`,
        );
      }
      const { mode, name } = episode;
      checks.push(...asRecorded(`${mode} ${name}`, episode, await replayed(episode, task, mode)));
      if (mode === 'sync') {
        checks.push(...asCorrected(`${name} by our rules`, episode, task, await replayed(episode, task, undefined)));
      }
    }
    return checks;
  },
};

function asRecorded(name: string, golden: GoldenEpisode, ours: ReplayedEpisode): readonly Check[] {
  const given = golden.steps.flatMap((step, index) => stepChecks(name, index, step, ours.steps[index]));
  return [...checksOf(name, 'reset', golden.reset, ours.reset), ...given, ...historyChecks(name, golden, ours)];
}

function asCorrected(name: string, golden: GoldenEpisode, task: AskingTask, ours: ReplayedEpisode): readonly Check[] {
  const corrected = new CorrectedEpisode(golden, task);
  const given = golden.steps.flatMap((step, index) => {
    const corrections = corrected.next(step);
    return correctedChecks(name, index, step, ours.steps[index], corrections);
  });
  return [...checksOf(name, 'reset', golden.reset, ours.reset), ...given];
}

function stepChecks(
  name: string,
  index: number,
  { expected, llm_replies_consumed: consumed }: GoldenStep,
  ours: ReplayedStep | undefined,
): readonly Check[] {
  const key = `steps.${index}`;
  // Which options are shown is drawn there; only how many is recorded.
  const compared = Object.entries(expected).filter(([each, value]) => each !== 'options' || value !== null);
  const replies = consumed === undefined ? [] : checksOf(name, `${key}.llm_replies_consumed`, consumed, ours?.consumed);
  return [...checksOf(name, key, Object.fromEntries(compared), ours?.values), ...replies];
}

function correctedChecks(
  name: string,
  index: number,
  step: GoldenStep,
  ours: ReplayedStep | undefined,
  corrections: Corrections,
): readonly Check[] {
  const key = `steps.${index}`;
  const isCorrected = (each: Check) => Object.keys(corrections).some((part) => each.key === `${key}.${part}`);
  const asBefore = stepChecks(name, index, step, ours).filter((each) => !isCorrected(each));
  const changed = Object.entries(corrections).map(([part, correction]): Check => {
    const actual = ours?.values[part];
    // Of options that are drawn, that they are the reference's is all that can be said; their number stands beside.
    const expected = part === 'options' ? subsetOf(actual, step.expected[part]) : correction.expected;
    return {
      case: name,
      key: `${key}.${part}`,
      expected: step.expected[part],
      actual,
      corrected: { expected, why: correction.why },
    };
  });
  return [...asBefore, ...changed];
}

/** @returns what was shown, without what the reference does not show */
function subsetOf(shown: unknown, all: unknown): unknown {
  return Array.isArray(shown) && Array.isArray(all) ? shown.filter((id) => all.includes(id)) : all;
}

/** What the golden file keeps of each step that did not raise, as far as it is not the script's own. */
function historyChecks(name: string, { steps, history }: GoldenEpisode, ours: ReplayedEpisode): readonly Check[] {
  const went = steps.flatMap((step, index) => ('raises' in step.expected ? [] : [ours.steps[index]?.values]));
  return history.flatMap(({ feedback_code: code, reward, active, passive }, index) => {
    const values = went[index];
    const expected = { feedback_code: code, reward, active, passive };
    return checksOf(name, `history.${index}`, expected, {
      feedback_code: values?.feedback_code,
      reward: values?.reward,
      active: values?.active_elicited_preferences,
      passive: values?.passive_elicited_preferences,
    });
  });
}
