import { BadInputError } from '../../core/badInputError';
import type { TaskAspect } from '../environments/protocol/task';
import type { Step } from '../environments/types';
import { inTurn, type Script } from './inTurn';
import type { Policy, PolicyParts } from './policy';

/** Guesses an aspect where several are allowed. */
export const multiChoiceGuesses = 3;

/** Knows the task: asks for each preference, answers the best option. */
const perfect: Policy = {
  name: 'perfect',
  title: 'knows everything: asks for each hidden wish, names the best option',
  begin: ({ task }) =>
    inTurn(function* () {
      for (const aspect of task.aspects) {
        yield searchFor(aspect);
        for (const { topic } of aspect.preferences) yield questionAbout(aspect, topic);
      }
      for (const { bestId } of task.aspects) yield `[answer] ${bestId}`;
    }),
};

/** Looks options up and names one of them at random. */
const blind: Policy = {
  name: 'blind',
  title: 'searches, then guesses among the options without a question',
  begin: (parts) => inTurn(() => guesses(parts)),
};

/** Asks for every topic that there is, and guesses in the end: asking alone is worth nothing. */
const askEverything: Policy = {
  name: 'ask-everything',
  title: 'asks about every topic while turns last, then guesses among the options',
  begin: (parts) =>
    inTurn(function* () {
      const { task, turns, singleChoice } = parts;
      const shown = new Map<TaskAspect, readonly string[]>();
      for (const aspect of task.aspects) shown.set(aspect, idsIn(yield searchFor(aspect)));
      const each = singleChoice ? 1 : multiChoiceGuesses;
      const questions = turns - task.aspects.length * (1 + each);
      for (const question of topicQuestions(task.aspects).slice(0, Math.max(0, questions))) yield question;
      for (const [, ids] of shown) yield* named(drawn(ids, each, parts.random));
    }),
};

const searchOnly: Policy = {
  name: 'search-only',
  title: 'looks the options up and answers nothing',
  begin: ({ task }) =>
    inTurn(function* () {
      for (const aspect of task.aspects) yield searchFor(aspect);
    }),
};

const nothing: Policy = { name: 'nothing', title: 'does nothing', begin: () => () => undefined };

export const policies: readonly Policy[] = [perfect, blind, askEverything, searchOnly, nothing];

/** @throws BadInputError with the names that there are */
export function policyNamed(name: string): Policy {
  const found = policies.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  const names = policies.map((policy) => policy.name).join(', ');
  throw new BadInputError(`There is no policy "${name}". There are: ${names}.`);
}

function* guesses({ task, random, singleChoice }: PolicyParts): Script {
  for (const aspect of task.aspects) {
    yield* named(drawn(idsIn(yield searchFor(aspect)), singleChoice ? 1 : multiChoiceGuesses, random));
  }
}

function* named(ids: readonly string[]): Script {
  for (const id of ids) yield `[answer] ${id}`;
}

/** All that the user said of the aspect at first, as a search has to. */
export function searchFor({ key, arguments: asked }: TaskAspect): string {
  const facts = Object.entries(asked ?? {}).map(([name, value]) => `${name.replaceAll('_', ' ')} ${plain(value)}`);
  return `[search] ${key.replaceAll('_', ' ')}: ${facts.join(', ')}`;
}

export function questionAbout({ key }: TaskAspect, topic: string): string {
  return `[action] For the ${key.replaceAll('_', ' ')}: what would suit you as to the ${topic}?`;
}

/** Topics of preferences are among those that people speak of; aspect by aspect, one after another, so that none is left out at the end. */
function topicQuestions(aspects: readonly TaskAspect[]): readonly string[] {
  const all = aspects.map((aspect) => aspect.topics.map(({ name }) => questionAbout(aspect, name)));
  const longest = Math.max(0, ...all.map((questions) => questions.length));
  return Array.from({ length: longest }, (_, i) => all.flatMap((questions) => questions.slice(i, i + 1))).flat();
}

/** Options are one JSON object a line. */
function idsIn({ observation }: Step): readonly string[] {
  return observation.feedback.split('\n').flatMap((line) => /^\{"id":"([A-Z]\d+)"/.exec(line)?.[1] ?? []);
}

function drawn(ids: readonly string[], count: number, random: (below: number) => number): readonly string[] {
  const left = [...ids];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random(left.length), 1)[0]!);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll(/["{}[\]]/g, ' ');
}
