/** Messages or tools are not in a form that is known: `message` says where and what is expected. */
export class BadFormError extends Error {
  override readonly name = 'BadFormError';
}
