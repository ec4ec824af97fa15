/** Why a server did not start, in words that say what to do. */
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { SseError } from '@modelcontextprotocol/sdk/client/sse.js';
import type { Launch, RemoteLaunch, StdioLaunch } from './launch';
import { McpServerError } from './mcpServerError';
import type { StdioTransport } from './stdioTransport';

/** @param error what the SDK, the system or our own time-out said; becomes the cause */
export function startProblem(
  error: unknown,
  launch: Launch,
  startMs: number,
  transport: StdioTransport | undefined,
): McpServerError {
  const message = error instanceof Error ? error.message : String(error);
  return new McpServerError(words(error, message, launch, startMs, transport), { cause: error });
}

function words(
  error: unknown,
  message: string,
  launch: Launch,
  startMs: number,
  transport: StdioTransport | undefined,
): string {
  const version = /protocol version is not supported: (.*)/.exec(message)?.[1];
  if (version !== undefined) {
    return `It speaks version “${version.slice(0, 40)}” of MCP, which is not known here. Update the server or this extension.`;
  }
  const said = transport?.lastWords;
  const words = said === undefined || said === '' ? '' : ` It said: ${said.slice(-1_000)}`;
  if (message === 'timeout') {
    const seconds = (startMs / 1000).toFixed(startMs < 1000 ? 1 : 0);
    return `It did not answer within ${seconds} s. Check that it is an MCP server, and try again.${words}`;
  }
  return launch.type === 'stdio'
    ? processWords(error, message, launch, transport) + words
    : remoteWords(error, message, launch);
}

function processWords(
  error: unknown,
  message: string,
  launch: StdioLaunch,
  transport: StdioTransport | undefined,
): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') {
    return `“${launch.command}” was not found. Install it, or write its full path as "command".`;
  }
  if (code === 'EACCES') {
    return `“${launch.command}” may not be run. Make it executable, or start it with its interpreter.`;
  }
  const end = transport?.ended;
  if (end?.reason !== undefined) return end.reason;
  if (end !== undefined) {
    return `It ended at once (${end.signal ?? `exit code ${end.code ?? 'unknown'}`}). Run its command in a terminal to see why.`;
  }
  return `It did not start: ${message.slice(0, 500)}`;
}

function remoteWords(error: unknown, message: string, { url }: RemoteLaunch): string {
  const status = error instanceof StreamableHTTPError || error instanceof SseError ? error.code : undefined;
  if (status === 401 || status === 403) {
    return (
      `${url.origin} wants to know who asks (HTTP ${status}). Add "headers": { "Authorization": "Bearer \${input:token}" } ` +
      'with a token of yours and an input "token". Signing in by browser (OAuth) is not offered.'
    );
  }
  const redirect = /Redirect to \S+ not followed|Redirect to plain http not followed[^)]*/.exec(message)?.[0];
  if (redirect !== undefined) return `${redirect}. Write the address that it leads to as "url" if you trust it.`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const reason = status === undefined ? (cause?.message ?? message) : `HTTP ${status}: ${message}`;
  return `${url.href.split(/[?#]/)[0] ?? url.origin} cannot be reached as an MCP server (${reason.slice(0, 300)}). Check "url", and that it runs.`;
}
