/** What a file is for: source, test, configuration, … */
export { fileKind } from './fileKind';
export { isTestPath } from './testPath';
