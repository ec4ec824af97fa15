/** Entry of the llama.cpp child, bundled to dist/runtime/llamaHost.cjs: its native code may end the process. */
import { constants, setPriority } from 'node:os';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { toResponseError } from '../host/responseErrors';
import { RuntimeError } from '../runtimeError';
import { EmbeddingModel } from './embedding/embeddingModel';
import { embed, embedSchema, openEmbedding, openEmbeddingSchema } from './embedding/embeddingProtocol';
import { LlamaModel } from './llamaModel';
import { evaluate, evaluateSchema, openLlama, openLlamaSchema } from './llamaProtocol';

process.on('disconnect', () => process.exit(0));
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not allowed here: it competes with the editor then.
}

let model: LlamaModel | undefined;
let embedding: EmbeddingModel | undefined;
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));

connection.onRequest(openLlama, (params) =>
  answer(async () => (model = await LlamaModel.open(openLlamaSchema.parse(params))).info),
);
connection.onRequest(evaluate, (params) =>
  answer(async () => {
    if (!model) throw new RuntimeError('internal', 'No model was opened.', 'Report this with the log.');
    return model.evaluate(evaluateSchema.parse(params));
  }),
);
connection.onRequest(openEmbedding, (params) =>
  answer(async () => (embedding = await EmbeddingModel.open(openEmbeddingSchema.parse(params))).info),
);
connection.onRequest(embed, (params) =>
  answer(async () => {
    if (!embedding) throw new RuntimeError('internal', 'No model was opened.', 'Report this with the log.');
    return embedding.embed(embedSchema.parse(params).texts);
  }),
);
connection.listen();

async function answer<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toResponseError(error);
  }
}
