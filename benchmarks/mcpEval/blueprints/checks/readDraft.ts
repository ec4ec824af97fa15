import { z } from 'zod';
import { looseJson, objectsIn } from '../../../locobench/solving/answer/looseJson';
import { draft, type Draft, type DraftFailure } from '../blueprint';

export type ReadDraft =
  { readonly kind: 'draft'; readonly draft: Draft } | { readonly kind: 'unreadable'; readonly failure: DraftFailure };

/** Calls as models write them: with the names of MCPEval's files, or with those of function calling. */
const anything = z.unknown().optional();
const written = z.looseObject({
  actions: z.array(
    z
      .looseObject({ tool_name: anything, tool_parameters: anything, name: anything, arguments: anything })
      .transform((call) => ({
        tool_name: call.tool_name ?? call.name,
        tool_parameters: call.tool_parameters ?? call.arguments ?? {},
      })),
  ),
});

/** The last object in a reply that has a wish and calls. */
export function readDraft(text: string): ReadDraft {
  const objects = [looseJson(text)?.value, ...objectsIn(text).map(({ value }) => value)];
  const value = objects.filter((each) => each !== undefined && ('instruction' in each || 'actions' in each)).at(-1);
  if (value === undefined) {
    return unreadable('no-json', 'The reply holds no JSON object with "instruction", "actions" and "outputs".');
  }
  const calls = written.safeParse(value);
  const parsed = draft.safeParse(calls.data ?? value);
  if (parsed.success) return { kind: 'draft', draft: parsed.data };
  return unreadable('wrong-form', `The object has another form: ${z.prettifyError(parsed.error).slice(0, 600)}`);
}

function unreadable(reason: string, detail: string): ReadDraft {
  return { kind: 'unreadable', failure: { check: 'format', reason, detail } };
}
