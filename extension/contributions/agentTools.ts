/** Tools of the agent that VS Code and other extensions may use, too. */
import type { JsonSchema } from '../../runtime/gateway/protocol';

/** Before the registry's name of a tool, so that it is told from tools of others. */
export const agentToolPrefix = 'whetstone_';

export interface AgentTool {
  /** The registry's. */
  readonly name: string;
  readonly title: string;
  readonly risk: 'read' | 'write' | 'execute';
  /** For models. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** What it is called with `#` in the chat. */
  readonly reference: string;
  /** For people. */
  readonly text: string;
  readonly icon: string;
}

export const agentTools: readonly AgentTool[] = [];
