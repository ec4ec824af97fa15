import assert from 'node:assert/strict';
import { seededRandom } from '../../core/seededRandom';
import type { Environment, Step } from '../environments/types';
import { alternatives, inWords } from './core/termWords';
import { FunctionGym } from './function/functionGym';
import { functionTasks } from './function/functionTasks';
import { gymKinds } from './gymKinds';
import { IntentionGym } from './intention/intentionGym';
import { ownIntentions } from './intention/ownIntentions';
import { ownStatements } from './persuade/ownStatements';
import { PersuadeGym } from './persuade/persuadeGym';
import { SearchGym } from './search/searchGym';
import { searchWorld } from './search/searchWorld';
import { attributes } from './telepathy/attributes';
import { entities } from './telepathy/entities';
import { TelepathyGym } from './telepathy/telepathyGym';
import { ownStories } from './turtle/ownStories';
import { TurtleGym } from './turtle/turtleGym';

const { signal } = new AbortController();
const rewardOf = { 3: 1, 2: 0.7, 1: 0.4 } as const;

/** Takes the actions until the episode ends. */
async function play(environment: Environment, task: string, actions: readonly string[]): Promise<readonly Step[]> {
  await environment.reset({ task });
  const steps: Step[] = [];
  for (const action of actions) {
    const step = await environment.step(action, signal);
    steps.push(step);
    if (step.terminated || step.truncated) break;
  }
  return steps;
}

const total = (steps: readonly Step[]) => steps.reduce((sum, { reward }) => sum + reward, 0);
const near = (actual: number, expected: number, of: string) =>
  assert.ok(Math.abs(actual - expected) < 1e-5, `${of}: ${actual}, not ${expected}`);

describe('Scripted policies in the gyms with users by rules', () => {
  it('earn nothing where they end at once', async () => {
    for (const kind of gymKinds) {
      const environment = kind.open({ data: {} });
      const steps = await play(environment, kind.ownTasks({})[0]!, ['[finish]']);
      assert.deepEqual([total(steps), steps[0]?.terminated], [0, true], kind.name);
    }
  });

  it('have at least thirty tasks of each gym, each with an id of its own', () => {
    for (const kind of gymKinds) {
      const ids = kind.ownTasks({});
      assert.ok(ids.length >= 30, `${kind.name}: ${ids.length}`);
      assert.equal(new Set(ids).size, ids.length, kind.name);
    }
  });

  it('FunctionGym: who knows the rule scores 1, a blind number 0', async () => {
    const tasks = functionTasks(1, 78);
    const gym = new FunctionGym(tasks);
    for (const { id, expected } of tasks) {
      near(total(await play(gym, id, ['[search] test', `[answer] ${expected}`])), 1, id);
      near(total(await play(gym, id, [`[answer] ${expected + 1}`, '[finish]'])), 0, id);
    }
  });

  it('IntentionGym: one question for each detail earns its importance', async () => {
    const gym = new IntentionGym(ownIntentions);
    for (const { id, details } of ownIntentions) {
      const steps = await play(
        gym,
        id,
        details.map(({ inquiry }) => `[action] ${inquiry}`),
      );
      assert.deepEqual(
        steps.map(({ reward }) => reward),
        details.map(({ importance }) => rewardOf[importance]),
        `${id}: ${details.map(({ inquiry }) => inquiry).join(' ')}`,
      );
      assert.equal(steps.at(-1)?.terminated, true, id);
    }
  });

  it('IntentionGym: everything in one question earns the highest less the penalty, a vague one nothing', async () => {
    const gym = new IntentionGym(ownIntentions);
    for (const { id, details } of ownIntentions) {
      const best = Math.max(...details.map(({ importance }) => rewardOf[importance]));
      const steps = await play(gym, id, [`[action] ${details.map(({ inquiry }) => inquiry).join(' ')}`]);
      near(total(steps), Math.max(0, best - 0.2 * (details.length - 1)), id);
      near(total(await play(gym, id, ['[action] Anything else?', '[finish]'])), 0, id);
    }
  });

  it('PersuadeGym: the whole ledger leads to strong disagreement, a repeated point moves once', async () => {
    const gym = new PersuadeGym(ownStatements);
    for (const { id, ledger = [] } of ownStatements) {
      const arguments_ = ledger.map(
        ({ terms }) => `[action] Consider carefully ${inWords(terms)} among villages, mountains, rivers, lanterns`,
      );
      const steps = await play(gym, id, arguments_);
      assert.equal(steps.at(-1)?.terminated, true, `${id}: ${ledger.map(({ about }) => about).join(', ')}`);
      near(total(steps), 1, id);
      const repeated = await play(gym, id, [arguments_[0]!, arguments_[0]!, '[finish]']);
      near(total(repeated), Math.min(2, ledger[0]!.levels) / 6, id);
    }
  });

  it('TurtleGym: the true story scores 1, half of it less, nonsense 0', async () => {
    const gym = new TurtleGym(ownStories);
    for (const { id, bottom, criteria } of ownStories) {
      near(
        criteria.reduce((sum, { weight }) => sum + weight, 0),
        1,
        id,
      );
      const told = criteria.map(({ statement }) => statement).join('. ');
      const steps = await play(gym, id, ['[answer] Xyzzy plugh.', `[answer] ${told}. ${bottom}`]);
      assert.equal(steps[0]?.reward, 0, id);
      near(total(steps), 1, id);
    }
  });

  it('TurtleGym: facts are told as they are, and the other way round where a question denies them', async () => {
    const gym = new TurtleGym(ownStories);
    for (const { id, facts = [] } of ownStories) {
      for (const { terms, answer } of facts) {
        const words = inWords(terms);
        const steps = await play(gym, id, [
          `[action] Does it have to do with ${words}?`,
          `[action] Is it not ${words}?`,
        ]);
        const other = answer === 'Yes' ? 'No' : 'Yes';
        assert.deepEqual(
          steps.map(({ observation }) => observation.feedback),
          [answer, other],
          `${id}: ${terms}`,
        );
      }
      const [step] = await play(gym, id, ['[action] Xyzzy?']);
      assert.equal(step?.observation.feedback, 'Maybe');
    }
  });

  it('TelepathyGym: whoever halves what is left finds each thing within the limit', async () => {
    const gym = new TelepathyGym(entities);
    for (const { id } of entities) {
      await gym.reset({ task: id });
      let left = entities;
      let found = false;
      for (let turn = 0; turn < 20 && !found; turn++) {
        const key = bestQuestion(left);
        if (key === undefined) {
          const step = await gym.step(`[answer] ${left[0]!.target}`, signal);
          found = step.terminated;
          left = left.slice(1);
        } else {
          const { observation } = await gym.step(`[action] Is it ${alternatives(attributes[key]!)[0]!}?`, signal);
          left = left.filter((one) => (one.attributes ?? []).includes(key) === (observation.feedback === 'Yes'));
        }
      }
      assert.ok(found, id);
    }
  });

  it('TelepathyGym: a blind guess is right as often as chance says', async () => {
    const gym = new TelepathyGym(entities);
    const random = seededRandom(5);
    let right = 0;
    const tries = 2000;
    for (let at = 0; at < tries; at++) {
      const guess = entities[random(entities.length)]!.target;
      right += total(await play(gym, entities[random(entities.length)]!.id, [`[answer] ${guess}`]));
    }
    const chance = 1 / entities.length;
    const deviation = Math.sqrt((chance * (1 - chance)) / tries);
    assert.ok(Math.abs(right / tries - chance) < 4 * deviation, `${right / tries} of ${chance}`);
  });

  it('SearchGym: whoever follows names through the documents reads the answer within five searches', async () => {
    const { tasks, documents } = searchWorld(1);
    const gym = new SearchGym(tasks, documents, { maxResults: 3 });
    for (const { id, question, answer } of tasks) {
      await gym.reset({ task: id });
      const asked = new Set<string>();
      let read = '';
      let wanted: readonly string[] = namesIn(question);
      for (let search = 0; search < 5 && !read.includes(answer); search++) {
        const query = wanted.find((name) => !asked.has(name));
        if (query === undefined) break;
        asked.add(query);
        const { observation } = await gym.step(`[search] ${query}`, signal);
        // The first document is about the name itself; the others only have a word of it.
        const [first = ''] = observation.feedback.split('\n\n');
        read += first;
        asked.add(first.split('\n')[0]!.replace(/^# /u, ''));
        // Builders have two names; who is asked about one follows them and not the town of the bridge.
        const people = question.includes('builder') ? namesIn(first).filter((name) => / (?!Bridge)/u.test(name)) : [];
        wanted = [...people, ...namesIn(first), ...wanted];
      }
      assert.ok(read.includes(answer), `${id}: ${question} ${answer}`);
      assert.equal((await gym.step(`[answer] ${answer}`, signal)).reward, 1);
    }
  });
});

/** The attribute that halves the things best; undefined where none tells them apart. */
function bestQuestion(left: typeof entities): string | undefined {
  const counts = Object.keys(attributes).map((key) => {
    const having = left.filter((one) => (one.attributes ?? []).includes(key)).length;
    return { key, smaller: Math.min(having, left.length - having) };
  });
  const best = counts.sort((one, other) => other.smaller - one.smaller)[0];
  return best === undefined || best.smaller === 0 ? undefined : best.key;
}

function namesIn(text: string): readonly string[] {
  const names = text.match(/“[^”]+”|(?:Mount )?[A-Z][a-z]{3,}(?: (?:Bridge|[A-Z][a-z]+))*/gu) ?? [];
  return names.filter((name) => !/^(?:Which|On which|In which|How|The|It)\b/u.test(name));
}
