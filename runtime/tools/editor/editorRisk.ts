import type { ToolRisk } from '../types';

/**
 * What a tool of the editor may do. Any extension can write any tag, except those that begin with `vscode_`, which VS Code keeps for
 * its own: of them only the one for looking into the code promises that nothing is changed. All else may do anything.
 */
export function editorRisk(tags: readonly string[]): ToolRisk {
  return tags.includes('vscode_codesearch') ? 'read' : 'network';
}
