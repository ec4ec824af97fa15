import { ResponseError } from 'vscode-jsonrpc';
import { z } from 'zod';
import { RUNTIME_ERROR_CODE, type RuntimeErrorData } from '../protocol';
import { RuntimeError } from '../runtimeError';

/** JSON-RPC code of a request that its caller cancelled: RequestCancelled of the Language Server Protocol 3.17. */
export const REQUEST_CANCELLED_CODE = -32800;

/** Whether an error says that its AbortSignal was aborted. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** What the parent is told of an error: every error of a request crosses the border in this form. */
export function toResponseError(error: unknown): ResponseError<RuntimeErrorData> {
  if (isAbort(error)) {
    return new ResponseError<RuntimeErrorData>(REQUEST_CANCELLED_CODE, 'Cancelled');
  }
  const data = toErrorData(error);
  return new ResponseError(RUNTIME_ERROR_CODE, data.message, data);
}

function toErrorData(error: unknown): RuntimeErrorData {
  if (error instanceof RuntimeError) {
    return { kind: error.kind, message: error.message, action: error.action };
  }
  if (error instanceof z.ZodError) {
    return {
      kind: 'bad-request',
      message: `The request is not valid: ${z.prettifyError(error)}`,
      action: 'This is a defect of Whetstone: please report it with the log.',
    };
  }
  if (isMissingNativeModule(error)) {
    return {
      kind: 'unavailable',
      message: `ONNX Runtime cannot be loaded on this machine: ${error.message}`,
      action:
        'Install the Whetstone package for this platform (Linux needs glibc 2.28 or newer), then restart the runtime.',
    };
  }
  return {
    kind: 'internal',
    message: `The runtime failed: ${error instanceof Error ? error.message : String(error)}`,
    action: 'Try again; if it happens again, please report it with the log.',
  };
}

function isMissingNativeModule(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ERR_DLOPEN_FAILED' || error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')
  );
}
