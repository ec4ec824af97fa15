/** Scheme of documents that hold a file as it would be after a rewrite. */
export const rewriteScheme = 'whetstone-rewrite';
