/** Git as a reader of repositories that nobody has vouched for: nothing of them runs. */
export { git, gitBytes, startGit, type GitOptions } from './git';
export { openPlainRepository } from './plainRepository';
