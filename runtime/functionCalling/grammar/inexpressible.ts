/**
 * A schema that no grammar says exactly. 'detail': one constraint is too fine (a multiple of 7); without it the grammar
 * accepts more than the schema. 'structure': without the keyword the grammar would say nothing useful.
 */
export class Inexpressible extends Error {
  override readonly name = 'Inexpressible';

  constructor(
    readonly kind: 'detail' | 'structure',
    readonly path: string,
    readonly keyword: string,
    reason: string,
  ) {
    super(`${path === '' ? 'the parameters' : path}: ${keyword} ${reason}`);
  }
}

/** Nothing at all satisfies the schema here, or nothing within the depth that is allowed. */
export class Unsatisfiable extends Error {
  override readonly name = 'Unsatisfiable';
}
