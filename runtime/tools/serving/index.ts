/** Tools of ours as servers of MCP. */
export { HttpAccess, type HttpAccessOptions } from './httpAccess';
export { serveOverStdio } from './stdioAccess';
export type { OfferedCall, OfferedTool, ServerTitle, ToolOffer } from './types';
