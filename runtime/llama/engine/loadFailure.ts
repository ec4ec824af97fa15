import { RuntimeError } from '../../runtimeError';

/**
 * Why a model could not be loaded. node-llama-cpp only says that it failed; the reason is in llama.cpp's log.
 * @param log error lines of llama.cpp since the loading began
 */
export function loadFailure(file: string, cause: unknown, log: readonly string[]): RuntimeError {
  const said = firstLine(cause);
  const architecture = /unknown model architecture: '([^']*)'/.exec(log.join('\n'))?.[1];
  if (architecture !== undefined) {
    return new RuntimeError(
      'model-unsupported',
      `${file} has the architecture "${architecture}", which this version of llama.cpp does not know.`,
      'Choose another model.',
      { cause },
    );
  }
  if (isShortOfMemory(said, log)) return tooLittleMemory(file, cause);
  const reason = log.map(withoutFunction).find((line) => !/failed to load model/i.test(line)) ?? said;
  return new RuntimeError(
    'model-corrupt',
    `llama.cpp cannot read ${file}: ${reason.replace(/\.$/, '')}.`,
    'Check that it is a whole GGUF file of a model; download it again.',
    { cause },
  );
}

/** Why a loaded model has no context. */
export function contextFailure(file: string, tokens: number, cause: unknown, log: readonly string[]): RuntimeError {
  if (isShortOfMemory(firstLine(cause), log)) return tooLittleMemory(file, cause);
  return new RuntimeError(
    'model-unsupported',
    `llama.cpp cannot run ${file} with a context of ${tokens} tokens: ${withoutFunction(log.at(-1) ?? firstLine(cause)).replace(/\.$/, '')}.`,
    'Choose a shorter context, or another model.',
    { cause },
  );
}

export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1).join('').replace(/\.$/, '');
}

function tooLittleMemory(file: string, cause: unknown): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `There is not enough free memory for ${file}.`,
    'Choose a smaller model or a shorter context, or close other programs.',
    { cause },
  );
}

function isShortOfMemory(said: string, log: readonly string[]): boolean {
  return [said, ...log].some((line) =>
    /insufficient memory|not enough (free )?(v?ram|memory)|too large for the available|failed to allocate|out of memory|bad_alloc/i.test(
      line,
    ),
  );
}

/** llama.cpp begins its lines with the name of the function. */
function withoutFunction(line: string): string {
  return line.trim().replace(/^[a-z_]+: /, '');
}
