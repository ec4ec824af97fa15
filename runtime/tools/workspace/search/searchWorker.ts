/** Entry of the thread that walks and searches the workspace, bundled to dist/runtime/searchWorker.cjs: a bad expression stops only it. */
import { parentPort } from 'node:worker_threads';
import { findFiles } from './findFiles';
import type { SearchReply, SearchRequest } from './searchProtocol';
import { searchText } from './searchText';

parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: SearchRequest }) => {
  parentPort?.postMessage(replyTo(id, request));
});

function replyTo(id: number, request: SearchRequest): SearchReply {
  try {
    return { id, answer: request.kind === 'text' ? searchText(request) : findFiles(request) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
