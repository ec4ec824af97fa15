/**
 * The events of a generator that `passes` lets through; it sees them all. Whoever stops reading ends the generator as well: it is
 * thrown an AbortError, so that what it has begun is brought to an end.
 */
export async function* sifted<T, Result>(
  events: AsyncGenerator<T, Result>,
  passes: (event: T) => boolean,
): AsyncGenerator<T, Result> {
  let ended = false;
  try {
    for (;;) {
      ended = true;
      const next = await events.next();
      if (next.done) return next.value;
      ended = false;
      if (passes(next.value)) yield next.value;
    }
  } finally {
    if (!ended) {
      const gone = new DOMException('The reader has gone', 'AbortError');
      await events.throw(gone).catch(() => undefined);
    }
  }
}
