/** An answer that cannot be read still says which request it is for: that one fails, and is not left waiting. */
import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** `id` as the first or second member of a message, or as its last one: a brace alone behind it ends the message itself. */
const atHead = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"[^"]*"\s*,\s*)?"id"\s*:\s*(\d{1,15})\b/;
const atTail = /[,{]\s*"id"\s*:\s*(\d{1,15})\s*(?:,\s*"jsonrpc"\s*:\s*"[^"]*"\s*)?\}\s*$/;

/**
 * @param head the first bytes of the message, as text
 * @returns an error in its place; undefined where it names no request, or is a request itself
 */
export function failureOf(head: string, tail: string, message: string): JSONRPCMessage | undefined {
  const id = (atHead.exec(head) ?? atTail.exec(tail))?.[1];
  if (id === undefined) return undefined;
  return { jsonrpc: '2.0', id: Number(id), error: { code: ErrorCode.InvalidRequest, message } };
}
