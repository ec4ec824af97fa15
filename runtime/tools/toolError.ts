/** What a tool tells the model when it cannot do what was asked: what is wrong, and what to do instead. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
