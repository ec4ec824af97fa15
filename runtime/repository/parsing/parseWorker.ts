/** Entry of the threads that parse a repository's files, bundled to dist/runtime/parseWorker.cjs. */
import { parentPort } from 'node:worker_threads';
import type { ParsedFile, ParseReply, ParseRequest } from './parsedFile';
import { parseFile } from './parseFile';

let working: Promise<void> = Promise.resolve();

// One request after another, answered in the order in which they came.
parentPort?.on('message', (request: ParseRequest) => {
  working = working.then(() => answer(request));
});

async function answer({ id, root, files }: ParseRequest): Promise<void> {
  const parsed: (ParsedFile | undefined)[] = [];
  for (const file of files) parsed.push(await parseFile(root, file));
  const reply: ParseReply = { id, files: parsed };
  parentPort?.postMessage(reply, parsed.flatMap(buffers));
}

/** What is handed over instead of copied. */
function buffers(file: ParsedFile | undefined): readonly ArrayBuffer[] {
  const facts = file?.content?.facts;
  if (facts === undefined) return [];
  return [facts.symbols, facts.references, facts.names, facts.defined].flatMap(({ buffer }) =>
    buffer instanceof ArrayBuffer ? [buffer] : [],
  );
}
