/** Entry of the child that keeps indexes of repositories for suggestions, bundled to dist/runtime/repositoryHost.cjs. Loads no native module. */
import { runChildProgram } from '../../host/childProgram';
import { stateFolder } from '../../store/stateFolder';
import { parseRepositoryHostOptions } from './hostOptions';
import { RepositoryServer } from './repositoryServer';

runChildProgram({
  // For a batch that is being written.
  closeMs: 2000,
  start: ({ connection, log, stop }) => {
    const { idleMs } = parseRepositoryHostOptions(process.argv.slice(2));
    return new RepositoryServer({ connection, folder: stateFolder(), idleMs, onIdle: stop, log });
  },
});
