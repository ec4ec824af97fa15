import type { WorkspaceHost } from '../types';
import { readTextFile, type TextFile } from './files/textFile';
import { WorkspacePaths, type WorkspacePath } from './files/workspacePaths';
import { searchThread } from './search/searchThread';
import type { SearchArea } from './search/searchProtocol';

/** What the tools of the workspace share. */
export class WorkspaceEnvironment {
  readonly paths: WorkspacePaths;
  readonly search = searchThread;

  /**
   * @param excluded globs of what is never read
   * @param hidden globs of what listings and searches leave out
   */
  constructor(
    readonly host: WorkspaceHost,
    readonly excluded: readonly string[],
    readonly hidden: readonly string[],
  ) {
    this.paths = new WorkspacePaths(host.roots, excluded);
  }

  /** A text as the user sees it: unsaved changes count. @throws ToolError */
  async read(written: string): Promise<TextFile & WorkspacePath> {
    const place = await this.paths.readable(written);
    const unsaved = await this.unsaved(place);
    if (unsaved !== undefined) return { ...place, text: unsaved, encoding: 'utf-8' };
    return { ...place, ...(await readTextFile(place.file, place.path)) };
  }

  /** Text of an open document that is not on the disk yet. */
  async unsaved({ opened, file }: WorkspacePath): Promise<string | undefined> {
    return (await this.host.unsaved(opened)) ?? (opened === file ? undefined : await this.host.unsaved(file));
  }

  /** What a walk covers: all folders, or the one that is named. @throws ToolError */
  async area(written: string | undefined, ignored: boolean, budget: number): Promise<SearchArea> {
    const { excluded, hidden, host } = this;
    const roots = host.roots.map((root) => ({ root, from: '' }));
    const rules = { excluded, hidden, ignored, include: [], budget };
    if (written === undefined || ['', '.', './', '/'].includes(written.trim())) return { roots, ...rules };
    const { file } = await this.paths.readable(written);
    const { root, from } = await this.paths.split(file);
    return { roots: [{ root, from }], ...rules };
  }
}
