/** An exception of Python; `message` is what `str(error)` gives. */
export class PyError extends Error {
  constructor(
    readonly kind: 'TypeError' | 'ValueError' | 'KeyError' | 'NameError' | 'SyntaxError' | 'AttributeError' | 'Other',
    message: string,
  ) {
    super(message);
    this.name = kind;
  }
}
