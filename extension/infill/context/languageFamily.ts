/** Languages whose files help each other. Others help only themselves. */
const families: readonly (readonly string[])[] = [
  ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte'],
  ['c', 'cpp', 'objective-c', 'objective-cpp', 'cuda-cpp'],
  ['java', 'kotlin', 'scala', 'groovy'],
  ['css', 'scss', 'less'],
  ['html', 'handlebars', 'vue', 'svelte'],
  ['json', 'jsonc'],
  ['shellscript', 'bash', 'zsh'],
];

export function sameFamily(a: string, b: string): boolean {
  return a === b || families.some((family) => family.includes(a) && family.includes(b));
}
