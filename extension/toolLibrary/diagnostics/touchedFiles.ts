/** Of more files only the folders are told, which are read as a whole: a branch was changed. */
const mostFiles = 2000;

/** Files and folders that changed on the disk, until somebody has been told of them. */
export class TouchedFiles {
  private paths = new Set<string>();

  /** @param path from the root, with slashes */
  add(path: string): void {
    this.paths.add(path);
    if (this.paths.size > mostFiles) this.paths = new Set([...this.paths].map((each) => each.split('/')[0] ?? each));
  }

  /** All that nobody was told of yet. */
  take(): readonly string[] {
    const taken = [...this.paths];
    this.paths = new Set();
    return taken;
  }

  /** They were not heard. */
  giveBack(taken: readonly string[]): void {
    for (const path of taken) this.add(path);
  }
}
