import { z } from 'zod';
import { deskSchema } from './desk';
import { isDeskTool } from './deskTools';

const json = z.json();

const action = z.object({
  name: z.string().refine(isDeskTool, 'a tool of the desk'),
  arguments: z.record(z.string(), json),
});

const task = z.object({
  id: z.string().min(1),
  kind: z.string(),
  /** The customer's first message. */
  opening: z.string().min(1),
  /** Who the customer is and wants, for a model in that role. */
  card: z.string().min(1),
  /** What the customer says when asked; terms as in `core/terms.ts`. */
  facts: z.array(z.object({ terms: z.string(), answer: z.string() })),
  /** Wishes that come up when the first is done. */
  later: z.array(z.string()),
  /** What somebody who keeps to the policy does. */
  actions: z.array(action).min(1),
  /** Has to be told to the customer: numbers, or words. */
  outputs: z.array(z.string()),
});

export type TauTask = Readonly<z.output<typeof task>>;
export type TauAction = TauTask['actions'][number];

/** A desk and tasks on it: the form of sets that bring their own. */
export const tauData = z.object({ desk: deskSchema, tasks: z.array(task).min(1) });
