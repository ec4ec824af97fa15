/** Anything that must be given back. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns what its creator makes: who creates, pushes; everything is disposed in reverse order, once. */
export class DisposableStore implements Disposable {
  private readonly owned: Disposable[] = [];
  private disposed = false;

  /** Takes ownership and hands the thing back. After disposal it is disposed at once. */
  push<T extends Disposable>(thing: T): T {
    if (this.disposed) thing.dispose();
    else this.owned.push(thing);
    return thing;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const thing of this.owned.reverse()) thing.dispose();
    this.owned.length = 0;
  }
}
