/** The participant of VS Code's chat. */

export const chatParticipant = {
  id: 'whetstone.agent',
  name: 'whetstone',
  fullName: 'Whetstone',
  description: 'Answers with the tools of this workspace: reads, searches, edits with your approval, runs tests.',
  commands: [
    { name: 'readonly', description: 'Answer without changing or running anything' },
    { name: 'resume', description: 'Go on with a run that was interrupted' },
    { name: 'tools', description: 'List the tools that there are' },
  ],
} as const;

export type ChatCommand = (typeof chatParticipant.commands)[number]['name'];

/** Offers the functions of a workspace to VS Code as an MCP server. */
export const libraryServerProvider = {
  id: 'whetstone.toolLibrary',
  label: 'Tool Library of the Workspace',
} as const;

export const functionsServerProvider = {
  id: 'whetstone.functions',
  label: 'Functions of the Workspace',
} as const;
