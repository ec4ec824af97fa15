import { z } from 'zod';
import { NO_HISTORY, readHistory, type History } from '../history';
import type { IndexStore } from '../store/indexStore';

const key = 'history';

const commitSchema = z.object({
  hash: z.string(),
  parents: z.array(z.string()),
  time: z.number(),
  subject: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      change: z.enum(['added', 'modified', 'deleted', 'renamed', 'copied']),
      // What is undefined is left out of JSON.
      before: z
        .string()
        .optional()
        .transform((before): string | undefined => before),
      addedLines: z.number(),
      deletedLines: z.number(),
    }),
  ),
  testsAndSources: z.boolean(),
});

const historySchema = z.object({
  commit: z.string().optional(),
  branch: z.string().optional(),
  state: z.enum(['full', 'shallow', 'none']),
  dirty: z.number(),
  commits: z.array(commitSchema),
});

/** What the last refresh read; nothing before the first one, or where it cannot be understood. */
export function storedHistory(store: IndexStore): History {
  const text = store.meta(key);
  if (text === undefined) return NO_HISTORY;
  const parsed = historySchema.safeParse(JSON.parse(text));
  if (!parsed.success) return NO_HISTORY;
  const { commit, branch, state, dirty, commits } = parsed.data;
  return {
    ...{ commit, branch, state, dirty },
    commits: commits.map((each) => ({ ...each, files: each.files.map((file) => ({ ...file, before: file.before })) })),
  };
}

/** Only what came since the last one is read from Git. */
export async function refreshHistory(root: string, store: IndexStore, signal: AbortSignal | undefined): Promise<void> {
  const known = storedHistory(store);
  const history = await readHistory(root, { known, ...(signal === undefined ? {} : { signal }) });
  if (JSON.stringify(history) !== store.meta(key)) store.setMeta(key, JSON.stringify(history));
}
