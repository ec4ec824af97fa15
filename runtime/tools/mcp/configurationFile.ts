/** Reads `.vscode/mcp.json`: what is right is used, what is wrong is told with its place. */
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).
import type { z } from 'zod';
import type { McpInput, McpServerConfig } from '../../agent/protocol';
import { inputSchema, serverSchema, unknownKeys } from './serverSchema';

export interface ConfigurationProblem {
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly server?: string | undefined;
  /** What is wrong and what to do. */
  readonly message: string;
}

export interface Configuration {
  readonly servers: ReadonlyMap<string, McpServerConfig>;
  readonly inputs: readonly McpInput[];
  readonly problems: readonly ConfigurationProblem[];
}

/** More than any list of servers has. */
export const MAX_FILE_BYTES = 2 ** 20;

/**
 * @param text JSON with comments and trailing commas
 * @param options.otherNames whether "mcpServers", as other programs write it, is "servers" too
 */
export function readConfiguration(
  text: string,
  file: string,
  { otherNames = false }: { readonly otherNames?: boolean } = {},
): Configuration {
  return new Reader(text, file, otherNames).read();
}

class Reader {
  private readonly problems: ConfigurationProblem[] = [];
  private readonly servers = new Map<string, McpServerConfig>();
  private readonly inputs: McpInput[] = [];

  constructor(
    private readonly text: string,
    private readonly file: string,
    private readonly otherNames: boolean,
  ) {}

  read(): Configuration {
    if (this.text.trim() === '') this.report(0, 'The file is empty. Write { "servers": {} }, or delete it.');
    else this.readText();
    return { servers: this.servers, inputs: this.inputs, problems: this.problems };
  }

  private readText(): void {
    const errors: ParseError[] = [];
    const root = parseTree(this.text, errors, { allowTrailingComma: true });
    for (const { error, offset } of errors.slice(0, 10)) {
      this.report(offset, `This is no JSON: ${wordsOf(printParseErrorCode(error))}.`);
    }
    if (root === undefined) return;
    if (root.type !== 'object') {
      this.report(root.offset, 'The file must hold an object: { "servers": { … } }.');
    } else {
      this.readServers(root);
      this.readInputs(root);
    }
  }

  private readServers(root: Node): void {
    const other = findNodeAtLocation(root, ['mcpServers']);
    const node = findNodeAtLocation(root, ['servers']) ?? (this.otherNames ? other : undefined);
    if (node === undefined) {
      const hint = other === undefined ? 'Add it.' : 'Rename "mcpServers" to it.';
      this.report((other ?? root).offset, `There is no "servers" in this file. ${hint}`);
      return;
    }
    if (node.type !== 'object') {
      this.report(node.offset, '"servers" must be an object: a name and a server each.');
      return;
    }
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      const name = String(key?.value);
      if (key === undefined || value === undefined) continue;
      if (this.servers.has(name)) {
        this.report(key.offset, `There are two servers of the name "${name}". Rename one of them.`, name);
        continue;
      }
      const raw: unknown = getNodeValue(value);
      const parsed = serverSchema.safeParse(raw);
      if (!parsed.success) {
        this.reportIssues(value, parsed.error.issues, `Server "${name}"`, name);
        continue;
      }
      this.servers.set(name, parsed.data);
      for (const unknown of unknownKeys(raw)) {
        const at = findNodeAtLocation(value, [unknown])?.parent?.offset ?? value.offset;
        this.report(at, `Server "${name}": "${unknown}" is not known and not used. Check how it is written.`, name);
      }
    }
  }

  private readInputs(root: Node): void {
    const node = findNodeAtLocation(root, ['inputs']);
    if (node === undefined) return;
    if (node.type !== 'array') {
      this.report(node.offset, '"inputs" must be a list.');
      return;
    }
    for (const child of node.children ?? []) {
      const parsed = inputSchema.safeParse(getNodeValue(child));
      if (parsed.success) this.inputs.push(parsed.data);
      else this.reportIssues(child, parsed.error.issues, 'Input', undefined);
    }
  }

  private reportIssues(
    node: Node,
    issues: readonly z.core.$ZodIssue[],
    what: string,
    server: string | undefined,
  ): void {
    for (const issue of issues.slice(0, 5)) {
      const path = issue.path.filter((step) => typeof step !== 'symbol');
      // What is missing has no place of its own: its parent's is told.
      let at: Node | undefined;
      for (let length = path.length; at === undefined && length > 0; length--) {
        at = findNodeAtLocation(node, path.slice(0, length));
      }
      const field = path.length === 0 ? '' : ` "${path.join('.')}"`;
      this.report(
        (at ?? node).offset,
        `${what}:${field} ${issue.message}. It is not used until this is put right.`,
        server,
      );
    }
  }

  private report(offset: number, message: string, server?: string): void {
    const before = this.text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    this.problems.push({ file: this.file, line, column, server, message });
  }
}

/** `PropertyNameExpected` → `property name expected`. */
const wordsOf = (code: string) => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
