/**
 * Entry of the tool library's child, bundled to dist/runtime/toolLibraryHost.cjs. Loads no native module. What was applied lies on the disk; inventory,
 * comparison and merges end with the process.
 */
import { runChildProgram } from '../../../runtime/host/childProgram';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { parseEvaluationHostOptions } from '../../host/hostOptions';
import { LibraryServer } from './libraryServer';

runChildProgram({
  // For runners in the sandbox to be ended.
  closeMs: 3000,
  start: ({ connection, log, stop }) => {
    const { idleMs } = parseEvaluationHostOptions(process.argv.slice(2));
    return new LibraryServer({ connection, state: stateFolder(), idleMs, onIdle: stop, log });
  },
});
