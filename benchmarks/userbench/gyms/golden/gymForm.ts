import { isExactObject } from '../../../../runtime/functionCalling';
import { goldenValue } from '../../../parity/goldenValue';
import { agrees } from '../../../parity/compare';
import type { Check, GoldenForm } from '../../../parity/goldenForm';
import { FunctionGym, sameNumber } from '../function/functionGym';
import { stanceReward, stanceScore } from '../persuade/stances';
import { sameAnswer } from '../search/searchGym';
import { goldenSchema, type GoldenEpisode, type GoldenGyms } from './goldenSchema';
import { playGolden, type Played } from './playGolden';
import { pythonText } from './pythonText';

/** Judges that the reference reads with a parser of Python's literals, which takes no true, false and null. */
const correction = 'judges may write JSON where the reference reads literals of Python only';

/** Episodes of the gyms of UserRL with the answers of their models, and tables of their formulas. */
const gymForm: GoldenForm = {
  name: 'UserRL gyms',
  recognises: (value) => isExactObject(value) && value.has('episodes') && value.has('stance_reward'),
  async check(value, file) {
    const golden = goldenValue(goldenSchema, value, file);
    const checks: Check[] = [];
    for (const [index, episode] of golden.episodes.entries()) {
      const name = `${episode.gym} ${index + 1} ${episode.mode}`;
      checks.push(...(await episodeChecks(name, episode, golden.data)));
    }
    return [...checks, ...(await valueChecks(golden)), ...tableChecks(golden)];
  },
};

export const gymForms: readonly GoldenForm[] = [gymForm];

async function episodeChecks(
  name: string,
  episode: GoldenEpisode,
  data: GoldenGyms['data'],
): Promise<readonly Check[]> {
  const inJson = (reply: object) => JSON.stringify(reply);
  const quirks = await playGolden(episode, data, { quirks: true, wordsOf: inJson });
  const ours = await playGolden(episode, data, { quirks: false, wordsOf: inJson });
  const inPython = await playGolden(episode, data, { quirks: true, wordsOf: pythonText });
  return placesOf(episode).map(({ key, expected, of }) => {
    const check = { case: name, key, expected, actual: of(ours) };
    if (agrees(of(quirks), of(ours))) return check;
    // The correction is right when it gives what the reference would have given for the same verdicts in Python's words.
    return { ...check, corrected: { expected: of(inPython), why: correction } };
  });
}

interface Place {
  readonly key: string;
  readonly expected: unknown;
  readonly of: (played: Played) => unknown;
}

function placesOf(episode: GoldenEpisode): readonly Place[] {
  const reset = Object.entries(episode.reset).map(([field, expected]): Place => ({
    ...{ key: `reset.${field}`, expected },
    of: (played) => played.reset[field],
  }));
  const steps = episode.steps.flatMap((step, at) =>
    Object.entries(step.expected).map(([field, expected]): Place => ({
      ...{ key: `steps.${at}.${field}`, expected },
      of: (played) => played.steps[at]?.[field],
    })),
  );
  return [...reset, ...steps];
}

/** Through the environment: what it shows for four numbers. */
async function valueChecks({ function_values: values }: GoldenGyms): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [index, { rule, numbers, shown }] of values.entries()) {
    const gym = new FunctionGym([{ id: 'rule', rule, testCase: [0, 0, 0, -1e9], expected: 0 }]);
    await gym.reset();
    const { observation } = await gym.step(`[action] ${numbers.join(' ')}`, new AbortController().signal);
    checks.push({
      case: `function_values ${index + 1}`,
      key: 'shown',
      expected: shown,
      actual: observation.shownResult,
    });
  }
  return checks;
}

function tableChecks(golden: GoldenGyms): readonly Check[] {
  return [
    ...Object.entries(golden.stance_scores).map(([stance, expected]) => ({
      ...{ case: 'stance_scores', key: stance, expected },
      actual: stanceScore(stance),
    })),
    ...golden.stance_reward.map(({ from, to, reward: expected }) => ({
      ...{ case: 'stance_reward', key: `${from} to ${to}`, expected },
      actual: stanceReward(from, to),
    })),
    ...golden.function_compare.map(({ a, b, equal: expected }) => ({
      ...{ case: 'function_compare', key: `${a} and ${b}`, expected },
      actual: sameNumber(a, b),
    })),
    ...golden.search_compare.map(({ submitted, correct, equal: expected }) => ({
      ...{ case: 'search_compare', key: `${submitted} and ${correct}`, expected },
      actual: sameAnswer(submitted, correct),
    })),
  ];
}
