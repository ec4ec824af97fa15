import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Json } from '../../../gateway/types';
import { openToolRegistry } from '../../registry';
import type { ToolContext, ToolRegistry, ToolResult, WorkspaceHost } from '../../types';
import { fileWorkspaceHost } from '../fileWorkspaceHost';
import { workspaceTools, type WorkspaceToolsOptions } from '../workspaceTools';

/** A real folder with files, and the tools of the workspace on it. For tests. */
export class TemporaryWorkspace {
  private constructor(
    /** Around the workspace: what lies beside it is outside. */
    readonly outer: string,
    readonly root: string,
    readonly registry: ToolRegistry,
  ) {}

  static async open(
    files: Readonly<Record<string, string | Buffer>>,
    options: WorkspaceToolsOptions & { readonly host?: Partial<WorkspaceHost>; readonly trusted?: boolean } = {},
  ): Promise<TemporaryWorkspace> {
    const outer = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-tools-')));
    const root = path.join(outer, 'work');
    await mkdir(root);
    const { trusted = true, host, ...rest } = options;
    const whole = { ...fileWorkspaceHost([root], { trusted }), ...host };
    const registry = openToolRegistry({ sources: [workspaceTools(whole, rest)], mode: 'allow-writes', trusted: true });
    const workspace = new TemporaryWorkspace(outer, root, registry);
    await workspace.put(files);
    await registry.refresh(new AbortController().signal);
    return workspace;
  }

  async put(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(this.root, name)), { recursive: true });
      await writeFile(path.join(this.root, name), content);
    }
  }

  call(name: string, input: Json, context: Partial<ToolContext> = {}): Promise<ToolResult> {
    return this.registry.call(name, input, {
      signal: new AbortController().signal,
      conversation: 'test',
      approve: async () => ({ kind: 'refused' }),
      ...context,
    });
  }

  /** Text of a result; errors of tools begin with "Error". */
  async text(name: string, input: Json): Promise<string> {
    const { content } = await this.call(name, input);
    return content.map((each) => (each.type === 'text' ? each.text : JSON.stringify(each))).join('\n');
  }

  async git(...args: readonly string[]): Promise<string> {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    const { stdout } = await promisify(execFile)('git', [...identity, ...args], { cwd: this.root });
    return stdout;
  }

  async close(): Promise<void> {
    await this.registry.dispose();
    await rm(this.outer, { recursive: true, force: true });
  }
}
