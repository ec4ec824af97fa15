/** Tools over the files of a checkout, in memory: nothing is run and nothing is written. */
import picomatch from 'picomatch';
import { z } from 'zod';
import type { Json, ToolDefinition } from '../../../../runtime/gateway/types';
import { repositoryPath } from '../../grading/state/repositoryPath';
import type { RepositoryState } from '../../grading/state/repositoryState';
import type { FileChange } from '../../scenarios';
import { applySearchReplace } from '../answer/searchReplace';

const MOST_LINES = 400;
const MOST_HITS = 60;
const MOST_NAMES = 400;

const text = { type: 'string' } as const;
const number = { type: 'integer', minimum: 1 } as const;
const object = (
  properties: Readonly<Record<string, Json>>,
  required: readonly string[],
): ToolDefinition['inputSchema'] => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

export const AGENT_TOOLS: readonly ToolDefinition[] = [
  {
    name: 'list_files',
    description: `Paths of files that match a glob, e.g. src/**; at most ${MOST_NAMES}.`,
    inputSchema: object({ glob: text }, ['glob']),
  },
  {
    name: 'read_file',
    description: `Lines of a file with their numbers, from 1; at most ${MOST_LINES} at a time.`,
    inputSchema: object({ path: text, from: number, to: number }, ['path']),
  },
  {
    name: 'search_text',
    description: `Lines that contain a text exactly as it is, in files that match a glob (default: all); at most ${MOST_HITS}.`,
    inputSchema: object({ text, glob: text }, ['text']),
  },
  {
    name: 'edit_file',
    description: 'Replaces lines of a file that stand in it exactly once. An empty search makes a new file.',
    inputSchema: object({ path: text, search: text, replace: text }, ['path', 'search', 'replace']),
  },
  {
    name: 'delete_file',
    description: 'Deletes a file.',
    inputSchema: object({ path: text }, ['path']),
  },
];

const inputs = {
  list_files: z.object({ glob: z.string() }),
  read_file: z.object({ path: z.string(), from: z.number().optional(), to: z.number().optional() }),
  search_text: z.object({ text: z.string().min(1), glob: z.string().optional() }),
  edit_file: z.object({ path: z.string(), search: z.string(), replace: z.string() }),
  delete_file: z.object({ path: z.string() }),
};

/** The files as an agent sees and changes them. */
export class AgentWorkspace {
  private readonly changed = new Map<string, string | null>();

  constructor(private readonly base: RepositoryState) {}

  get files(): readonly FileChange[] {
    return [...this.changed].map(([path, content]) => ({ path, content }));
  }

  /** @returns what the model is told; errors are texts too, since it can do better with them */
  call(name: string, input: Json): { readonly output: string; readonly isError: boolean } {
    try {
      return { output: this.dispatch(name, input), isError: false };
    } catch (error) {
      if (error instanceof z.ZodError)
        return { output: `The input is wrong: ${z.prettifyError(error)}`, isError: true };
      if (error instanceof RangeError) return { output: error.message, isError: true };
      throw error;
    }
  }

  private dispatch(name: string, input: Json): string {
    switch (name) {
      case 'list_files':
        return this.list(inputs.list_files.parse(input).glob);
      case 'read_file':
        return this.read(inputs.read_file.parse(input));
      case 'search_text':
        return this.search(inputs.search_text.parse(input));
      case 'edit_file':
        return this.edit(inputs.edit_file.parse(input));
      case 'delete_file': {
        const path = this.path(inputs.delete_file.parse(input).path);
        this.text(path);
        this.changed.set(path, null);
        return `${path} is deleted.`;
      }
      default:
        throw new RangeError(`There is no tool ${name}. Tools: ${AGENT_TOOLS.map((each) => each.name).join(', ')}.`);
    }
  }

  private state(): RepositoryState {
    return this.base.with(this.files);
  }

  private list(glob: string): string {
    const matches = picomatch(glob, { dot: true });
    const found = this.state()
      .paths()
      .filter((path) => matches(path));
    const more = found.length > MOST_NAMES ? `\n… and ${found.length - MOST_NAMES} more` : '';
    return found.length === 0 ? 'No file matches.' : found.slice(0, MOST_NAMES).join('\n') + more;
  }

  private read({ path: written, from = 1, to }: z.infer<typeof inputs.read_file>): string {
    const path = this.path(written);
    const lines = this.text(path).split('\n');
    const last = Math.min(lines.length, to ?? lines.length, from + MOST_LINES - 1);
    const shown = lines.slice(from - 1, last).map((line, index) => `${from + index}\t${line}`);
    return `${path}, lines ${from} to ${last} of ${lines.length}:\n${shown.join('\n')}`;
  }

  private search({ text: wanted, glob = '**' }: z.infer<typeof inputs.search_text>): string {
    const state = this.state();
    const matches = picomatch(glob, { dot: true });
    const hits: string[] = [];
    for (const path of state.paths()) {
      if (!matches(path)) continue;
      const content = state.text(path) ?? '';
      if (!content.includes(wanted)) continue;
      for (const [index, line] of content.split('\n').entries()) {
        if (line.includes(wanted)) hits.push(`${path}:${index + 1}: ${line.trim().slice(0, 200)}`);
        if (hits.length >= MOST_HITS) return `${hits.join('\n')}\n… there are more`;
      }
    }
    return hits.length === 0 ? 'It stands nowhere.' : hits.join('\n');
  }

  private edit({ path: written, search, replace }: z.infer<typeof inputs.edit_file>): string {
    const path = this.path(written);
    const before = this.state().text(path) ?? '';
    const block = { before: [], search: search.split('\n'), replace: replace.split('\n'), closed: true };
    const applied = applySearchReplace(before, block);
    if ('problem' in applied) throw new RangeError(`The edit of ${path} ${applied.problem}. Read the file again.`);
    this.changed.set(path, applied.text);
    return `${path} is changed.`;
  }

  private path(written: string): string {
    const path = repositoryPath(written);
    if (path === undefined) throw new RangeError(`${written} is no path inside the repository.`);
    return path;
  }

  private text(path: string): string {
    const text = this.state().text(path);
    if (text === undefined) throw new RangeError(`There is no file ${path}. list_files shows those that are there.`);
    return text;
  }
}
