/** Language of an answer, as the published evaluator guesses it. */

const languages = ['python', 'cpp', 'java', 'c', 'csharp', 'javascript', 'typescript', 'go', 'rust', 'php'];

const byExtension: Readonly<Record<string, string>> = {
  c: 'c',
  h: 'c',
  cpp: 'cpp',
  cc: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  cs: 'csharp',
  go: 'go',
  java: 'java',
  js: 'javascript',
  jsx: 'javascript',
  php: 'php',
  py: 'python',
  rs: 'rust',
  ts: 'typescript',
  tsx: 'typescript',
};

/**
 * The first part of the id when it names a language, else the most frequent extension, the first of several.
 * Defects, as published: a project's own extension that is unknown makes it Python; `java` alone is no id of a Java scenario.
 */
export function answerLanguage(scenarioId: string, files: readonly string[]): string {
  const first = scenarioId.split('_', 1)[0]?.toLowerCase() ?? '';
  if (scenarioId.includes('_') && languages.includes(first)) return first;
  const counts = new Map<string, number>();
  for (const file of files) {
    const extension = file.includes('.') ? (file.split('.').at(-1)?.toLowerCase() ?? '') : '';
    if (extension !== '') counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left)[0] ?? [];
  return most !== undefined && Object.hasOwn(byExtension, most) ? byExtension[most]! : 'python';
}
