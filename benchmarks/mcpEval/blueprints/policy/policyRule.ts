import { z } from 'zod';

const head = { id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), text: z.string().min(1) };
const tools = z.array(z.string().min(1)).min(1);
/** As in `EndState`: `workspace/…` or `state/…`; a folder ends with a slash. */
const places = z.array(z.string().regex(/^(workspace|state)\//, 'begins with workspace/ or state/')).min(1);

/** A rule of the domain: `text` is for agents and reviewers, the rest is what a program can hold against calls and their outcome. */
export const policyRule = z.discriminatedUnion('check', [
  /** Only people and models can tell. */
  z.strictObject({ ...head, check: z.literal('words') }),
  z.strictObject({ ...head, check: z.literal('tools-forbidden'), tools }),
  /** Calls of these tools together; without `tools` all calls. */
  z.strictObject({ ...head, check: z.literal('calls-at-most'), tools: tools.optional(), most: z.int().min(0) }),
  /** A call of `tools` comes after one of `needs` that worked; with `argument`, one whose input has the argument's value somewhere. */
  z.strictObject({ ...head, check: z.literal('comes-after'), tools, needs: tools, argument: z.string().optional() }),
  z.strictObject({
    ...head,
    check: z.literal('argument-matches'),
    tools,
    argument: z.string(),
    pattern: z.string().refine(isPattern, 'is no regular expression'),
  }),
  z.strictObject({ ...head, check: z.literal('changes-only'), places }),
  z.strictObject({ ...head, check: z.literal('changes-nothing-in'), places }),
  z.strictObject({ ...head, check: z.literal('deletes-nothing') }),
]);

export type PolicyRule = z.infer<typeof policyRule>;

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}
