import type { ToolSource, WorkspaceHost } from '../types';
import { secretFiles } from './files/secretFiles';
import { gitTools } from './git/gitTools';
import { editTools } from './tools/editTools';
import { findFilesTool } from './tools/findFiles';
import { getDiagnostics } from './tools/getDiagnostics';
import { listFiles } from './tools/listFiles';
import { outlineFile } from './tools/outlineFile';
import { readFileTool } from './tools/readFileTool';
import { searchTextTool } from './tools/searchTextTool';
import { WorkspaceEnvironment } from './workspaceEnvironment';

export interface WorkspaceToolsOptions {
  /** Globs of files that are neither read nor written; default: those with secrets. */
  readonly excluded?: readonly string[] | undefined;
  /** Globs that listings and searches leave out, as VS Code's `files.exclude` and `search.exclude`; default: theirs. */
  readonly hidden?: readonly string[] | undefined;
}

/** VS Code's defaults. */
const hiddenFiles = [
  '**/.svn',
  '**/.hg',
  '**/CVS',
  '**/.DS_Store',
  '**/Thumbs.db',
  '**/node_modules',
  '**/bower_components',
  '**/*.code-search',
];

/** Tools that list, search, read and change the files of the open workspace, and read its git repository. */
export function workspaceTools(host: WorkspaceHost, options: WorkspaceToolsOptions = {}): ToolSource {
  const { excluded = secretFiles, hidden = hiddenFiles } = options;
  const environment = new WorkspaceEnvironment(host, excluded, hidden);
  const tools = [
    listFiles(environment),
    findFilesTool(environment),
    searchTextTool(environment),
    readFileTool(environment),
    outlineFile(environment),
    ...editTools(environment),
    getDiagnostics(environment),
    ...gitTools(environment),
  ];
  return {
    origin: { kind: 'workspace', id: 'workspace', title: 'Workspace' },
    tools: async () => ({ tools: host.roots.length === 0 ? [] : tools }),
  };
}
