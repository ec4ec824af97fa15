/** Tools of the agent that VS Code and other extensions may use, too. What they say of themselves comes from the tools. */
import { agentToolDefinitions } from './agentToolDefinitions';

/** Before the registry's name of a tool, so that it is told from tools of others. */
export const agentToolPrefix = 'whetstone_';

export type AgentToolName = (typeof agentToolDefinitions)[number]['name'];

export interface AgentTool {
  /** The registry's. */
  readonly name: AgentToolName;
  readonly title: string;
  readonly risk: 'read' | 'write' | 'execute';
  /** For models. */
  readonly description: string;
  readonly inputSchema: object;
  /** What it is called with `#` in the chat. */
  readonly reference: string;
  /** For people. */
  readonly text: string;
  readonly icon: string;
}

/** `run_tests` and `run_task` are not here: what they offer depends on the workspace, and package.json does not. */

/** What is said to people. A tool that is new does not compile without it. */
const presentation: Readonly<Record<AgentToolName, Pick<AgentTool, 'reference' | 'text' | 'icon'>>> = {
  list_files: { reference: 'listFiles', text: 'List files and folders', icon: '$(list-tree)' },
  find_files: { reference: 'findFiles', text: 'Find files by name or glob', icon: '$(file-symlink-file)' },
  search_text: { reference: 'searchText', text: 'Find text in files', icon: '$(search)' },
  read_file: { reference: 'readFile', text: 'Read a file, some lines or one symbol', icon: '$(file-code)' },
  outline_file: { reference: 'outlineFile', text: 'List the symbols of a file', icon: '$(symbol-class)' },
  edit_file: { reference: 'editFile', text: 'Change a file, with a preview', icon: '$(edit)' },
  create_file: { reference: 'createFile', text: 'Make a new file', icon: '$(new-file)' },
  delete_file: { reference: 'deleteFile', text: 'Delete a file', icon: '$(trash)' },
  get_diagnostics: { reference: 'getDiagnostics', text: 'Errors and warnings of the editor', icon: '$(warning)' },
  git_status: { reference: 'gitStatus', text: 'Changed files of the repository', icon: '$(git-branch)' },
  git_diff: { reference: 'gitDiff', text: 'Changes that are not committed, or between commits', icon: '$(diff)' },
  git_log: { reference: 'gitLog', text: 'History of the repository or of a file', icon: '$(git-commit)' },
  git_show: { reference: 'gitShow', text: 'One commit with its changes', icon: '$(git-commit)' },
  run_command: { reference: 'runCommand', text: 'Run a command in the sandbox', icon: '$(terminal)' },
  apply_command_changes: {
    reference: 'applyCommandChanges',
    text: 'Take over what a command changed in its copy of the workspace',
    icon: '$(git-pull-request)',
  },
};

export const agentTools: readonly AgentTool[] = agentToolDefinitions.map((definition) => ({
  ...definition,
  ...presentation[definition.name],
}));
