import { z } from 'zod';
import { FunctionGym } from '../function/functionGym';
import { readRule } from '../function/arithmetic';
import { gymKind, type GymKind } from '../gymKind';
import { IntentionGym } from '../intention/intentionGym';
import { functionMeasure } from '../measures/functionMeasure';
import { intentionMeasure } from '../measures/intentionMeasure';
import { persuadeMeasure } from '../measures/persuadeMeasure';
import { searchMeasure } from '../measures/searchMeasure';
import { telepathyMeasure } from '../measures/telepathyMeasure';
import { turtleMeasure } from '../measures/turtleMeasure';
import { PersuadeGym } from '../persuade/persuadeGym';
import { SearchGym } from '../search/searchGym';
import { publishedQuestions } from '../search/searchTasks';
import { TelepathyGym } from '../telepathy/telepathyGym';
import { TurtleGym } from '../turtle/turtleGym';
import { symbolFacts, symbolRiddles } from './workspaceSymbols';

const text = z.string().min(1);
const terms = z.string();

const functions = z.array(
  z.object({
    id: text,
    rule: text.refine((rule) => readRule(rule) !== undefined, 'an expression over a, b, c and d'),
    testCase: z.array(z.number()).min(1).max(4),
    expected: z.number(),
    title: z.string().optional(),
  }),
);
const issues = z.array(
  z.object({
    ...{ id: text, category: z.string(), task: text },
    details: z
      .array(
        z.object({
          ...{ description: text, importance: z.literal([1, 2, 3]), inquiry: text, options: z.array(z.string()) },
          ...{ terms: terms.optional(), answer: z.string().optional() },
        }),
      )
      .min(1),
  }),
);
const faults = z.array(
  z.object({
    ...{ id: text, title: text, surface: text, bottom: text },
    criteria: z.array(z.object({ statement: text, weight: z.number(), terms: terms.optional() })).min(1),
    facts: z.array(z.object({ terms, answer: z.enum(['Yes', 'No']) })).optional(),
    alternatives: z.array(z.array(terms)).optional(),
  }),
);
const reviews = z.array(
  z.object({
    ...{ id: text, claim: text, argument: z.string() },
    ledger: z.array(z.object({ levels: z.number(), about: text, terms })).min(1),
  }),
);
const documents = z.array(z.object({ title: z.string(), text: z.string() }));

const asking = { choices: ['action', 'answer', 'finish'], thought: false };
const { policies } = telepathyMeasure;

/** Gyms on a repository: their tasks were read from its index, and are data from then on. */
export const workspaceGymKinds: readonly GymKind[] = [
  gymKind({
    name: 'FunctionGym-WS',
    title: 'Find what a function of the repository computes by trying numbers',
    actions: { choices: ['action', 'search', 'answer', 'finish'], thought: false },
    own: undefined,
    published: (data) => ({ tasks: functions.parse(data), extra: undefined }),
    make: ({ tasks }, options) => new FunctionGym(tasks, options, 'FunctionGym-WS'),
    measure: functionMeasure,
    label: ({ id, title }) => ({ title: title ?? id }),
  }),
  gymKind({
    name: 'IntentionGym-WS',
    title: 'Ask for what a vague issue about the repository leaves out',
    actions: { choices: ['action', 'finish'], thought: false },
    own: undefined,
    published: (data) => ({ tasks: issues.parse(data), extra: undefined }),
    make: ({ tasks }, options) => new IntentionGym(tasks, options, 'IntentionGym-WS'),
    measure: intentionMeasure,
    label: ({ task, category }) => ({ title: task, category }),
  }),
  gymKind({
    name: 'PersuadeGym-WS',
    title: 'Change a reviewer’s mind about a function of the repository',
    actions: asking,
    own: undefined,
    published: (data) => ({ tasks: reviews.parse(data), extra: undefined }),
    make: ({ tasks }, options) => new PersuadeGym(tasks, options, 'PersuadeGym-WS'),
    measure: persuadeMeasure,
    label: ({ claim }) => ({ title: claim }),
  }),
  gymKind({
    name: 'TurtleGym-WS',
    title: 'Find which function of the repository was broken, and how',
    actions: asking,
    own: undefined,
    published: (data) => ({ tasks: faults.parse(data), extra: undefined }),
    make: ({ tasks }, options) => new TurtleGym(tasks, options, 'TurtleGym-WS'),
    measure: turtleMeasure,
    label: ({ id, title }) => ({ title: `${title} (${id})` }),
  }),
  gymKind({
    name: 'TelepathyGym-WS',
    title: 'Guess which symbol of the repository is meant',
    actions: asking,
    own: undefined,
    published: (data) => {
      const { tasks, host } = symbolRiddles(symbolFacts.parse(data));
      return { tasks, extra: host };
    },
    make: ({ tasks, extra }, options) => new TelepathyGym(tasks, options, extra, 'TelepathyGym-WS'),
    // Which attributes halve symbols depends on the repository.
    measure: { ...telepathyMeasure, policies: policies.filter(({ name }) => name !== 'halving') },
    label: ({ id, category }) => ({ title: id, category }),
  }),
  gymKind({
    name: 'SearchGym-WS',
    title: 'Answer questions about the repository’s code by one path or name',
    actions: { choices: ['search', 'answer', 'finish'], thought: false },
    own: undefined,
    published: (data) => {
      const rows = z.object({ questions: publishedQuestions, documents }).parse(data);
      return { tasks: rows.questions, extra: rows.documents };
    },
    make: ({ tasks, extra }, options) => new SearchGym(tasks, extra, options, 'SearchGym-WS'),
    measure: searchMeasure,
    label: ({ question }) => ({ title: question }),
  }),
];
