import { ResponseError } from 'vscode-jsonrpc/node';
import { RUNTIME_ERROR_CODE, type RuntimeErrorData } from '../../runtime/protocol';
import { RuntimeRequestError } from '../runtimeProcess/errors';

/**
 * What a child gets for something that it asks of the extension host: the answer, or an error fit for the user's eyes.
 * @param otherwise what is said of an error that is none of ours: what failed, and what to do
 */
export async function parentAnswer<T>(
  act: () => Promise<T>,
  otherwise: { readonly message: string; readonly action: string },
): Promise<T | ResponseError<RuntimeErrorData>> {
  try {
    return await act();
  } catch (error) {
    const data: RuntimeErrorData =
      error instanceof RuntimeRequestError
        ? { kind: error.kind, message: error.message, action: error.action }
        : {
            kind: 'internal',
            message: `${otherwise.message}: ${error instanceof Error ? error.message : String(error)}`,
            action: otherwise.action,
          };
    return new ResponseError(RUNTIME_ERROR_CODE, data.message, data);
  }
}
