/** What callers of the store are told. */
import { RuntimeError } from '../../../../runtime/runtimeError';

export function busy(id: string): RuntimeError {
  return new RuntimeError(
    'in-use',
    `Another window or command is working on the run ${id}.`,
    'Wait for it, or stop the run there.',
  );
}

export function noRun(id: string): RuntimeError {
  return new RuntimeError('bad-request', `There is no run ${id}.`, 'List them: `whetstone locobench runs`.');
}

export function noSample(id: string, index: number): RuntimeError {
  return new RuntimeError('bad-request', `The run ${id} has no sample ${index}.`, 'List its samples.');
}
