import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import type { SourceTool, WorkspaceDiagnostic } from '../../types';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';

const most = 100;
const order: Readonly<Record<WorkspaceDiagnostic['severity'], number>> = {
  error: 0,
  warning: 1,
  information: 2,
  hint: 3,
};

export function getDiagnostics(environment: WorkspaceEnvironment): SourceTool {
  return defineTool({
    name: 'get_diagnostics',
    title: 'Get Diagnostics',
    description: 'Errors and warnings of compilers and linters that the editor shows, for some files or all.',
    risk: 'read',
    input: z.object({
      paths: z.array(z.string()).max(50).optional().describe('Files, relative to the workspace. Default: all.'),
    }),
    run: async ({ paths }, { signal }) => {
      const files =
        paths === undefined || paths.length === 0
          ? undefined
          : await Promise.all(paths.map(async (path) => (await environment.paths.readable(path)).file));
      const all = [...(await environment.host.diagnostics(files, signal))];
      if (all.length === 0) return textResult('The editor shows no errors or warnings there.');
      const sorted = all.sort((a, b) => order[a.severity] - order[b.severity]);
      const text = sorted.slice(0, most).map(({ path, line, severity, message, source }) => {
        const from = source === undefined ? '' : ` (${source})`;
        return `${path}:${line} ${severity}: ${message.replace(/\s+/g, ' ').slice(0, 400)}${from}`;
      });
      const cut =
        all.length > most ? `${most} of ${all.length} are shown, errors first. Name files to see theirs.` : undefined;
      return textResult(text.join('\n'), { cut });
    },
  });
}
