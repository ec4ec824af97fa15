/** A sample that this machine cannot do for a reason of its own; others may. It goes back, and the model is left to them. */
export class LeftToOthersError extends Error {
  override readonly name = 'LeftToOthersError';
}
