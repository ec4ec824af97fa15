import { z } from 'zod';
import { FunctionGym } from './function/functionGym';
import { functionTasks, publishedFunctions } from './function/functionTasks';
import { gymKind, type GymData, type GymKind, type OwnTasks } from './gymKind';
import { IntentionGym } from './intention/intentionGym';
import { publishedIntentions } from './intention/intentionTasks';
import { ownIntentions } from './intention/ownIntentions';
import { functionMeasure } from './measures/functionMeasure';
import { intentionMeasure } from './measures/intentionMeasure';
import { persuadeMeasure } from './measures/persuadeMeasure';
import { searchMeasure } from './measures/searchMeasure';
import { sweMeasure } from './measures/sweMeasure';
import { tauMeasure } from './measures/tauMeasure';
import { telepathyMeasure } from './measures/telepathyMeasure';
import { turtleMeasure } from './measures/turtleMeasure';
import { ownStatements } from './persuade/ownStatements';
import { PersuadeGym } from './persuade/persuadeGym';
import { publishedStatements } from './persuade/persuadeTasks';
import { SearchGym } from './search/searchGym';
import { publishedQuestions } from './search/searchTasks';
import { searchWorld } from './search/searchWorld';
import { ownSweTasks } from './swe/ownSweTasks';
import { SweGym, sweChoices, sweSteps } from './swe/sweGym';
import { sweTasks } from './swe/sweTasks';
import { ownTauTasks } from './tau/ownTauTasks';
import { TauGym } from './tau/tauGym';
import { tauData } from './tau/tauTasks';
import { entities } from './telepathy/entities';
import { TelepathyGym } from './telepathy/telepathyGym';
import { publishedEntities } from './telepathy/telepathyTasks';
import { ownStories } from './turtle/ownStories';
import { TurtleGym } from './turtle/turtleGym';
import { publishedStories } from './turtle/turtleTasks';

const asking = { choices: ['action', 'answer', 'finish'], thought: false };
const documents = z.array(z.object({ title: z.string(), text: z.string() }));

/** Written by hand: the first so many of them. */
function written<Task>(tasks: readonly Task[]): OwnTasks<Task, undefined> {
  return { by: 'hand', make: ({ count }) => ({ tasks: tasks.slice(0, count), extra: undefined }) };
}
const plain = <Task>(tasks: readonly Task[]): GymData<Task, undefined> => ({ tasks, extra: undefined });

/** Every gym that needs nothing but itself. */
export const gymKinds: readonly GymKind[] = [
  gymKind({
    name: 'FunctionGym-v0',
    title: 'Find a rule of arithmetic by trying numbers',
    actions: { choices: ['action', 'search', 'answer', 'finish'], thought: false },
    own: { by: 'seed', make: ({ seed, count }) => plain(functionTasks(seed, count ?? 78)) },
    published: (data) => plain(publishedFunctions.parse(data)),
    make: ({ tasks }, options) => new FunctionGym(tasks, options),
    measure: functionMeasure,
    label: ({ id, title }) => ({ title: title ?? id }),
  }),
  gymKind({
    name: 'IntentionGym-v0',
    title: 'Ask for what a vague task leaves out',
    actions: { choices: ['action', 'finish'], thought: false },
    own: written(ownIntentions),
    published: (data) => plain(publishedIntentions.parse(data)),
    make: ({ tasks }, options) => new IntentionGym(tasks, options),
    measure: intentionMeasure,
    label: ({ task, category }) => ({ title: task, category }),
  }),
  gymKind({
    name: 'PersuadeGym-v0',
    title: 'Change somebody’s mind by arguments',
    actions: asking,
    own: written(ownStatements),
    published: (data) => plain(publishedStatements.parse(data)),
    make: ({ tasks }, options) => new PersuadeGym(tasks, options),
    measure: persuadeMeasure,
    label: ({ claim }) => ({ title: claim }),
  }),
  gymKind({
    name: 'TurtleGym-v0',
    title: 'Find what is behind a strange story',
    actions: asking,
    own: written(ownStories),
    published: (data) => plain(publishedStories.parse(data)),
    make: ({ tasks }, options) => new TurtleGym(tasks, options),
    measure: turtleMeasure,
    label: ({ title }) => ({ title }),
  }),
  gymKind({
    name: 'TelepathyGym-v0',
    title: 'Guess what somebody thinks of',
    actions: asking,
    own: written(entities),
    published: (data) => plain(publishedEntities.parse(data)),
    make: ({ tasks }, options) => new TelepathyGym(tasks, options),
    measure: telepathyMeasure,
    label: ({ id, category }) => ({ title: id, category }),
  }),
  gymKind({
    name: 'SearchGym-v0',
    title: 'Answer questions about a made-up country from its documents',
    actions: { choices: ['search', 'answer', 'finish'], thought: false },
    own: {
      by: 'seed',
      make: ({ seed, count }) => {
        const world = searchWorld(seed, count);
        return { tasks: world.tasks, extra: world.documents };
      },
    },
    published: (data) => {
      const rows = z.object({ questions: publishedQuestions, documents }).parse(data);
      return { tasks: rows.questions, extra: rows.documents };
    },
    make: ({ tasks, extra }, options) => new SearchGym(tasks, extra, options),
    measure: searchMeasure,
    label: ({ question }) => ({ title: question }),
  }),
  gymKind({
    name: 'TauGym-v0',
    title: 'Serve customers of a ticket desk with tools, by a policy',
    actions: { choices: ['search', 'action', 'answer', 'finish'], thought: false },
    own: {
      by: 'seed',
      make: ({ seed, count }) => {
        const { desk, tasks } = ownTauTasks(seed, count);
        return { tasks, extra: desk };
      },
    },
    published: (data) => {
      const { desk, tasks } = tauData.parse(data);
      return { tasks, extra: desk };
    },
    make: ({ tasks, extra }, options) => new TauGym(tasks, extra, options),
    measure: tauMeasure,
    label: ({ opening, kind }) => ({ title: opening, category: kind }),
  }),
  gymKind({
    name: 'SweGym-v0',
    title: 'Change a small project for a user who leaves out what matters',
    actions: { choices: sweChoices, thought: false },
    own: written(ownSweTasks),
    published: (data) => plain(sweTasks.parse(data)),
    make: ({ tasks }, options) => new SweGym(tasks, options),
    measure: sweMeasure,
    label: ({ title }) => ({ title }),
    steps: sweSteps,
    executes: true,
  }),
];
