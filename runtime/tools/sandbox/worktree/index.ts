/** Throw-away checkouts of a repository, of which nothing runs while they are made. */
export { withWorktree, type Worktree, type WorktreeRequest } from './withWorktree';
