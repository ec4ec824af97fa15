/**
 * The parts of VS Code's chat messages, told apart by their form and not by their classes: no 'vscode' here, so that this is
 * tested in plain Node, and parts of other versions of the API (or of other extensions' copies) are understood too.
 */

export interface TextPart {
  readonly value: string;
}

export interface ToolCallPart {
  readonly callId: string;
  readonly name: string;
  readonly input: object;
}

export interface ToolResultPart {
  readonly callId: string;
  readonly content: readonly unknown[];
}

export interface DataPart {
  readonly mimeType: string;
  readonly data: Uint8Array;
}

export type EditorPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly part: ToolCallPart }
  | { readonly kind: 'tool-result'; readonly part: ToolResultPart }
  | { readonly kind: 'data'; readonly part: DataPart }
  /** A rendered prompt element or something newer: kept as JSON where it can be. */
  | { readonly kind: 'other'; readonly json: string };

export function editorPart(part: unknown): EditorPart {
  if (isObject(part)) {
    if (isToolCall(part)) return { kind: 'tool-call', part };
    if (isToolResult(part)) return { kind: 'tool-result', part };
    if (isData(part)) return { kind: 'data', part };
    if ('value' in part) {
      return typeof part.value === 'string'
        ? { kind: 'text', text: part.value }
        : { kind: 'other', json: jsonOf(part.value) };
    }
  }
  return typeof part === 'string' ? { kind: 'text', text: part } : { kind: 'other', json: jsonOf(part) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isToolCall(part: object): part is ToolCallPart {
  return 'callId' in part && 'name' in part && 'input' in part && isObject(part.input);
}

function isToolResult(part: object): part is ToolResultPart {
  return 'callId' in part && 'content' in part && Array.isArray(part.content);
}

function isData(part: object): part is DataPart {
  return 'mimeType' in part && typeof part.mimeType === 'string' && 'data' in part && part.data instanceof Uint8Array;
}

function jsonOf(value: unknown): string {
  try {
    const json: unknown = JSON.stringify(value);
    // A function has none.
    return typeof json === 'string' ? json : '';
  } catch {
    // Something that refers to itself is no text for a model.
    return '';
  }
}
