/**
 * Entry of the evaluation's child, bundled to dist/runtime/evaluationHost.cjs. Loads no native module. Runs under way are stopped in order
 * and can be gone on with; those of a process that is killed are shown as stopped by the next one, and nothing of them is paid twice.
 */
import { runChildProgram } from '../../runtime/host/childProgram';
import { stateFolder } from '../../runtime/store/stateFolder';
import { EvaluationServer } from './evaluationServer';
import { parseEvaluationHostOptions } from './hostOptions';

runChildProgram({
  // For tests that are being graded to be ended, and results to be written.
  closeMs: 5000,
  start: ({ connection, log, stop }) => {
    const { idleMs } = parseEvaluationHostOptions(process.argv.slice(2));
    return new EvaluationServer({ connection, folder: stateFolder(), idleMs, onIdle: stop, log });
  },
});
