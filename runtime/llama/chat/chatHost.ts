/** Entry of the process of a chat model, bundled to dist/runtime/llamaChatHost.cjs: llama.cpp's native code may end it. */
import { writeSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { toResponseError } from '../../host/responseErrors';
import { abortSignalOf } from '../../host/rpcServer';
import { RuntimeError } from '../../runtimeError';
import { LlamaEngine } from '../engine/llamaEngine';
import { ChatModel } from './chatModel';
import {
  chatText,
  generateChat,
  generateChatSchema,
  openChat,
  openChatSchema,
  type OpenChatParams,
} from './chatProtocol';
import {
  complete,
  completedText,
  completeSchema,
  endCompletion,
  engineInfo,
  engineInfoSchema,
  saveConversations,
} from './completeProtocol';

const exitFatal = 70;

function fatal(error: unknown): never {
  try {
    writeSync(2, `llama.cpp: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  } catch {
    // The parent no longer reads: there is nobody to tell.
  }
  process.exit(exitFatal);
}

process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', fatal);
process.on('unhandledRejection', fatal);
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not allowed here: it competes with the editor then.
}

let asked: OpenChatParams | undefined;
let model: ChatModel | undefined;
let engine: Promise<LlamaEngine> | undefined;
/** Raw completions under way, by id. */
const ending = new Map<string, AbortController>();

function openedEngine(): Promise<LlamaEngine> {
  if (!asked) throw new RuntimeError('internal', 'No model was opened.', 'Report this with the log.');
  return (engine ??= LlamaEngine.open(asked));
}

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));

connection.onRequest(openChat, (params) =>
  answer(async () => {
    asked = openChatSchema.parse(params);
    const { device, sequences } = await openedEngine();
    model = await ChatModel.open(await openedEngine(), asked.file);
    return { ...model.info, device, sequences };
  }),
);
connection.onRequest(generateChat, (params, token) =>
  answer(async () => {
    if (!model) throw new RuntimeError('internal', 'No model was opened.', 'Report this with the log.');
    const asked = generateChatSchema.parse(params);
    return model.generate(
      asked,
      (event) => void connection.sendNotification(chatText, { ...event, id: asked.id }).catch(() => undefined),
      abortSignalOf(token),
    );
  }),
);
connection.onRequest(complete, (params, token) =>
  answer(async () => {
    const { id, request } = completeSchema.parse(params);
    const tell = (text: string) => void connection.sendNotification(completedText, { id, text }).catch(() => undefined);
    const enough = new AbortController();
    ending.set(id, enough);
    try {
      return await (await openedEngine()).complete(request, tell, abortSignalOf(token), enough.signal);
    } finally {
      ending.delete(id);
    }
  }),
);
connection.onNotification(endCompletion, ({ id }) => ending.get(id)?.abort());
connection.onRequest(engineInfo, (params) =>
  answer(async () => {
    const { special } = engineInfoSchema.parse(params);
    const opened = await openedEngine();
    const { architecture, contextTokens, sequences, device } = opened;
    const known = special.filter((text) => opened.special(text) !== undefined);
    return { architecture, contextTokens, sequences, device, special: known };
  }),
);
connection.onRequest(saveConversations, () =>
  answer(async () => {
    await (await engine)?.save();
    return null;
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
