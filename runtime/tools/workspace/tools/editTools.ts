import { lstat } from 'node:fs/promises';
import { structuredPatch } from 'diff';
import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import { ToolError } from '../../toolError';
import type { FileEdit, SourceTool } from '../../types';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';
import { editText } from './editText';

const file = z.string().min(1).describe('File, relative to the workspace.');

/** Tools that change files. What a person was shown is what is done: `before` is compared when it is applied. */
export function editTools(environment: WorkspaceEnvironment): readonly SourceTool[] {
  return [
    changing(environment, {
      name: 'edit_file',
      title: 'Edit File',
      description:
        'Changes a file: each old_text is replaced by new_text. old_text must stand in the file exactly once, with its spaces, without line numbers. Read the file first.',
      input: z.object({
        path: file,
        edits: z
          .array(
            z.object({
              old_text: z.string().describe('Text in the file, some whole lines.'),
              new_text: z.string().describe('What stands there afterwards.'),
              replace_all: z.boolean().optional().describe('Replace every occurrence.'),
            }),
          )
          .min(1)
          .max(100)
          .describe('Changes, made one after another.'),
      }),
      editOf: async ({ path, edits }) => {
        await environment.paths.writable(path);
        const { text, path: shown } = await environment.read(path);
        return { path: shown, before: text, after: editText(shown, text, edits) };
      },
    }),
    changing(environment, {
      name: 'create_file',
      title: 'Create File',
      description: 'Makes a new file with a text. Fails when it exists.',
      input: z.object({ path: file, text: z.string().describe('The whole text of the file.') }),
      editOf: async ({ path, text }) => {
        const place = await environment.paths.writable(path);
        const found = await lstat(place.file).catch(() => undefined);
        if (found !== undefined || (await environment.unsaved(place)) !== undefined) {
          throw new ToolError(`${place.path} exists already. Change it with edit_file.`);
        }
        return { path: place.path, before: undefined, after: text };
      },
    }),
    changing(environment, {
      name: 'delete_file',
      title: 'Delete File',
      description: 'Deletes a text file.',
      input: z.object({ path: file }),
      editOf: async ({ path }) => {
        await environment.paths.writable(path);
        const { text, path: shown } = await environment.read(path);
        return { path: shown, before: text, after: undefined };
      },
    }),
  ];
}

interface ChangingTool<S extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: S;
  readonly editOf: (input: z.infer<S>) => Promise<FileEdit>;
}

function changing<S extends z.ZodObject>(
  environment: WorkspaceEnvironment,
  { editOf, ...parts }: ChangingTool<S>,
): SourceTool {
  /** What was shown for a call. */
  const shown = new WeakMap<object, FileEdit>();
  return defineTool({
    ...parts,
    risk: 'write',
    preview: async (input, _, given) => {
      const edit = await editOf(input);
      shown.set(given, edit);
      return { kind: 'edits', edits: [edit] };
    },
    run: async (input, { signal }, given) => {
      const edit = shown.get(given) ?? (await editOf(input));
      await environment.host.apply([edit], signal);
      return textResult(outcome(edit), { changed: true });
    },
  });
}

/** Lines of the change that are shown to the model, so that it knows what stands there now. */
const most = 80;

function outcome({ path, before, after }: FileEdit): string {
  if (after === undefined) return `${path} is deleted.`;
  if (before === undefined) return `${path} is made: ${after.split('\n').length} lines.`;
  const { hunks } = structuredPatch(path, path, before, after, '', '', { context: 2, timeout: 500 }) ?? { hunks: [] };
  const lines = hunks.flatMap(({ newStart, lines: changed }) => [`@@ line ${newStart} @@`, ...changed]);
  const shown = lines.slice(0, most).map((line) => line.replace(/\r$/, '').slice(0, 300));
  const left = lines.length - shown.length;
  return [`${path} is changed:`, ...shown, ...(left > 0 ? [`(${left} more lines)`] : [])].join('\n');
}
