/** Git as a reader of repositories that nobody has vouched for: nothing of them runs. */
export { git, gitBytes, type GitOptions } from './git';
export { openPlainRepository } from './plainRepository';
