import { z } from 'zod';
import { repositoryPath } from '../../../locobench/grading/state/repositoryPath';

const text = z.string().min(1);
const files = z
  .record(z.string(), z.string())
  .refine((all) => Object.keys(all).every((path) => repositoryPath(path) === path), 'relative paths with slashes');

const intent = z.object({
  description: text,
  importance: z.literal([1, 2, 3]),
  /** How one would ask for it. */
  inquiry: text,
  options: z.array(z.string()).default([]),
  /** Any of these in a question asks for it (see `core/terms.ts`). */
  terms: z.string().optional(),
  /** What the user says when asked. */
  answer: z.string(),
});

const goal = z.object({
  id: text,
  /** For people: what had to be so. */
  statement: text,
  /** Of all goals together 1. */
  weight: z.number().positive(),
  /** Body of an async function with `load`, `same`, `matches` and `throws` (`goalChecks.ts`). */
  check: text,
});
export type SweGoal = Readonly<z.output<typeof goal>>;

const task = z
  .object({
    id: text,
    title: text,
    /** As the user puts it, with what matters left out. */
    instruction: text,
    /** The project as it is. */
    files,
    intents: z.array(intent).min(1),
    goals: z.array(goal).min(1),
    /** Files that meet every goal; over those of the project. */
    reference: files,
  })
  .refine(({ goals }) => Math.abs(goals.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-6, {
    message: 'weights of the goals are 1 together',
    path: ['goals'],
  });

export type SweTask = Readonly<z.output<typeof task>>;

/** The form of sets that bring their own tasks. */
export const sweTasks = z.array(task).min(1);
