/** Why a server cannot be started or asked: what is wrong, and what to do. For people; a model is told by a ToolError. */
export class McpServerError extends Error {
  override readonly name = 'McpServerError';
}
