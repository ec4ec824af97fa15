/** The commands as users see them in the palette: titles, icons and when they can be run. */
import type { CommandId } from './commandMap';

/** Commands that no person runs. */
export type InternalCommandId =
  | 'whetstone.infill.accepted'
  | 'whetstone.toolLibrary.merge'
  | 'whetstone.toolLibrary.compareSources'
  | 'whetstone.toolLibrary.meantToDiffer';

export interface CommandContribution {
  /** A verb phrase in title case, without the name of the extension: the category shows it. */
  readonly title: string;
  /** When the command can be run; it is greyed out otherwise. */
  readonly enablement?: string;
  /** When the palette lists the command; always without it. */
  readonly palette?: string;
  readonly icon?: string;
}

/** Where something can be written. Not `editorTextFocus`: the palette takes the focus, and would never list the command. */
const inEditor = 'editorIsOpen && !editorReadonly';
const inPreview = 'whetstone.rewritePreview';

export const commandCategory = 'Whetstone';

export const commands: Readonly<Record<Exclude<CommandId, InternalCommandId>, CommandContribution>> = {
  'whetstone.infill.trigger': {
    title: 'Trigger Suggestion',
    enablement: inEditor,
    icon: '$(sparkle)',
  },
  'whetstone.infill.toggle': { title: 'Toggle Suggestions' },
  'whetstone.infill.toggleLanguage': {
    title: 'Toggle Suggestions for Language of Active Editor',
    enablement: 'editorIsOpen',
  },
  'whetstone.infill.snooze': { title: 'Snooze Suggestions for Five Minutes' },
  'whetstone.infill.showActivity': { title: 'Show Activity' },
  'whetstone.infill.resetCalibration': { title: 'Reset What Was Learnt About Suggestions' },
  'whetstone.rewrite.regenerate': { title: 'Regenerate Selection', enablement: `${inEditor} && editorHasSelection` },
  'whetstone.rewrite.fillGaps': { title: 'Fill Gaps', enablement: inEditor },
  'whetstone.rewrite.polish': { title: 'Polish Least Sure Tokens', enablement: inEditor },
  'whetstone.rewrite.regenerateToken': { title: 'Regenerate Token at Cursor', enablement: inEditor },
  'whetstone.rewrite.accept': { title: 'Accept Rewrite', enablement: inPreview, icon: '$(check)' },
  'whetstone.rewrite.discard': { title: 'Discard Rewrite', enablement: inPreview, icon: '$(close)' },
  'whetstone.rewrite.another': { title: 'Show Another Variant', enablement: inPreview, icon: '$(refresh)' },
  'whetstone.rewrite.previous': { title: 'Show Previous Variant', enablement: inPreview },
  'whetstone.rewrite.keepMore': { title: 'Keep More of Old Text', enablement: 'whetstone.rewriteSlider' },
  'whetstone.rewrite.keepLess': { title: 'Keep Less of Old Text', enablement: 'whetstone.rewriteSlider' },
  'whetstone.rewrite.chooseKeep': {
    title: 'Choose How Much of Old Text Stays',
    enablement: 'whetstone.rewriteSlider',
    icon: '$(settings)',
  },
  'whetstone.rewrite.showDiff': { title: 'Open Rewrite in Diff Editor', enablement: inPreview, icon: '$(diff)' },
  'whetstone.rewrite.toggleConfidence': { title: 'Toggle Token Confidence', enablement: inEditor },
  'whetstone.rewrite.hideConfidence': { title: 'Hide Token Confidence', enablement: 'whetstone.confidenceShown' },
  'whetstone.models.show': { title: 'Show Models', icon: '$(open-preview)' },
  'whetstone.models.download': { title: 'Download Model...', icon: '$(cloud-download)' },
  'whetstone.models.cancelDownload': { title: 'Cancel Download', icon: '$(debug-stop)' },
  'whetstone.models.discardDownload': { title: 'Discard Partial Download...' },
  'whetstone.models.use': { title: 'Use Model for Suggestions', icon: '$(check)' },
  'whetstone.models.measure': { title: 'Measure Speed of Model' },
  'whetstone.models.verify': { title: 'Verify Model' },
  'whetstone.models.reveal': { title: 'Reveal Model Folder' },
  'whetstone.models.remove': { title: 'Remove Model...', icon: '$(trash)' },
  'whetstone.models.showLicence': { title: 'Show Licence of Model' },
  'whetstone.models.addFolder': { title: 'Add Model From Folder...', icon: '$(new-folder)' },
  'whetstone.models.useGguf': { title: 'Use GGUF File for Suggestions...', icon: '$(file-binary)' },
  'whetstone.models.refresh': { title: 'Refresh Models', icon: '$(refresh)' },
  'whetstone.models.setHubToken': { title: 'Set Hub Token...' },
  'whetstone.models.clearHubToken': { title: 'Clear Hub Token' },
  'whetstone.budget.show': { title: 'Show Budget and Routing', icon: '$(graph)' },
  'whetstone.budget.set': { title: 'Set Budget...' },
  'whetstone.budget.remove': { title: 'Remove Budget...' },
  'whetstone.budget.export': { title: 'Export Calls...' },
  'whetstone.gateway.addProvider': { title: 'Add Provider...' },
  'whetstone.gateway.removeProvider': { title: 'Remove Provider...' },
  'whetstone.gateway.setKey': { title: 'Set API Key...' },
  'whetstone.gateway.clearKey': { title: 'Clear API Key...' },
  'whetstone.gateway.useEditorModels': { title: 'Use Models of VS Code...' },
  'whetstone.gateway.resetRouter': { title: 'Reset Router...' },
  'whetstone.gateway.startServer': { title: 'Start Local Server', enablement: '!whetstone.serverRunning' },
  'whetstone.gateway.stopServer': { title: 'Stop Local Server', enablement: 'whetstone.serverRunning' },
  'whetstone.gateway.copyServerToken': {
    title: 'Copy Token of Local Server',
    enablement: 'whetstone.serverRunning',
  },
  'whetstone.gateway.toggleLocalOnly': { title: 'Toggle Local Only' },
  'whetstone.agent.ask': { title: 'Ask in Chat', icon: '$(comment-discussion)' },
  'whetstone.agent.answerApproval': { title: 'Answer Approval...', enablement: 'whetstone.approvalWaiting' },
  'whetstone.agent.showChanges': { title: 'Show Proposed Changes', enablement: 'whetstone.approvalWaiting' },
  'whetstone.agent.manageApprovals': { title: 'Manage Approvals...' },
  'whetstone.agent.chooseTools': { title: 'Choose Tools...', enablement: 'isWorkspaceTrusted' },
  'whetstone.agent.manageServers': { title: 'Manage MCP Servers...', enablement: 'isWorkspaceTrusted' },
  'whetstone.agent.toggleReadOnly': { title: 'Toggle Read Only' },
  'whetstone.locobench.show': { title: 'Evaluate Models', icon: '$(beaker)' },
  'whetstone.userbench.show': { title: 'Test How Models Ask', icon: '$(comment-discussion)' },
  'whetstone.mcpEval.show': { title: 'Test How Models Use Tools', icon: '$(plug)' },
  'whetstone.locobench.stop': { title: 'Stop Evaluation...' },
  'whetstone.locobench.export': { title: 'Export Evaluation...' },
  'whetstone.locobench.revokeExecution': { title: 'Run No Tests and Tools of This Workspace' },
  'whetstone.toolLibrary.show': { title: 'Tool Library', icon: '$(library)' },
  'whetstone.toolLibrary.showDuplicates': { title: 'Show Duplicate Functions', enablement: 'isWorkspaceTrusted' },
  'whetstone.toolLibrary.tellAgain': { title: 'Tell Again of Duplicate Functions...' },
  'whetstone.traces.show': { title: 'Show Traces', icon: '$(list-tree)' },
  'whetstone.traces.resume': { title: 'Resume Run...', enablement: 'isWorkspaceTrusted' },
  'whetstone.traces.export': { title: 'Export Runs...' },
  'whetstone.traces.delete': { title: 'Delete Runs...' },
  'whetstone.showStatus': { title: 'Show Status' },
  'whetstone.tryProviders': { title: 'Try Execution Providers' },
  'whetstone.diagnose': { title: 'Diagnose' },
  'whetstone.restartRuntime': { title: 'Restart Runtime' },
  'whetstone.showLog': { title: 'Show Log' },
  'whetstone.openSettings': { title: 'Open Settings' },
  'whetstone.openWalkthrough': { title: 'Open Walkthrough' },
};
