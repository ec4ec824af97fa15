import type { Step } from '../environments/types';

/** Yields actions, and is given what came of each. */
export type Script = Generator<string, void, Step>;

/** A script's actions one after another; `[finish]` when it has said all. */
export function inTurn(script: () => Script): (last: Step | undefined) => string | undefined {
  const running = script();
  let done = false;
  return (last) => {
    if (done) return undefined;
    // What the first `next` is given is lost: a generator has not asked for anything yet.
    const { value } = last === undefined ? running.next() : running.next(last);
    done = value === undefined;
    return value ?? '[finish]';
  };
}
