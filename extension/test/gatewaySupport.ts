/** What the suites about chat and budget share: a priced provider on this machine, and one that counts as the cloud. */
import assert from 'node:assert/strict';
import { createServer, connect, type Server } from 'node:net';
import os from 'node:os';
import * as vscode from 'vscode';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from '../../runtime/gateway/testing/fakeProvider';
import { set, until } from './infillSupport';

/** US dollars for a million tokens; the fake says what was used, so costs are known to the micro-dollar. */
export const paidPrice = { input: 100, output: 200 };

/** Tokens that every answer of the fakes costs, unless a test says otherwise: 100 in and 50 out are 20,000 micro-dollars. */
export const usualAnswer: FakeAnswer = { text: ['Good ', 'morning', '.'], usage: { input: 100, output: 50 } };

export class GatewayTest {
  private readonly restores: (() => Promise<void>)[] = [];
  answer: (request: FakeRequest) => FakeAnswer = () => usualAnswer;

  private constructor(
    readonly fake: FakeProvider,
    private readonly forwarder: Forwarder | undefined,
  ) {}

  /** Address of the same provider that is not of the loopback interface; undefined where the machine has none. */
  get cloud(): string | undefined {
    return this.forwarder?.origin;
  }

  /** Connections that were opened to the address that counts as the cloud. */
  get cloudConnections(): number {
    return this.forwarder?.connections() ?? 0;
  }

  static async start(): Promise<GatewayTest> {
    const made: { test?: GatewayTest } = {};
    const fake = await startFakeProvider((request) => made.test?.answer(request) ?? usualAnswer, {
      models: [{ id: 'small' }],
    });
    made.test = new GatewayTest(fake, await forward(fake.origin));
    return made.test;
  }

  /** `paid/small` costs money, `free/small` does not; `cloud/small` is not on this machine, by its address. */
  async setUp(): Promise<void> {
    const entry = (id: string, origin: string, price?: object): object => ({
      ...{ id, kind: 'openai-compatible', baseUrl: `${origin}/v1` },
      models: [
        {
          name: 'small',
          title: `Small of ${id}`,
          contextTokens: 16_000,
          maxOutputTokens: 200,
          tools: true,
          ...(price ? { price } : {}),
        },
      ],
    });
    await this.set('whetstone.gateway.providers', [
      entry('free', this.fake.origin),
      entry('paid', this.fake.origin, paidPrice),
      ...(this.cloud === undefined ? [] : [entry('cloud', this.cloud, paidPrice)]),
    ]);
  }

  /** Sets a setting until the suite ends. */
  async set(key: string, value: unknown): Promise<void> {
    this.restores.push(await set(key, value));
  }

  async stop(): Promise<void> {
    for (const restore of this.restores.reverse()) await restore();
    this.forwarder?.server.close();
    await this.fake.close();
  }
}

/** The model that VS Code gives whoever asks for it. */
export function chatModel(id: string): Promise<vscode.LanguageModelChat> {
  return until(
    `the model ${id}`,
    async () => (await vscode.lm.selectChatModels({ vendor: 'whetstone', id }))[0],
    60_000,
  );
}

export interface Answered {
  readonly parts: readonly unknown[];
  readonly text: string;
}

export async function ask(
  model: vscode.LanguageModelChat,
  messages: string | vscode.LanguageModelChatMessage[],
  options: vscode.LanguageModelChatRequestOptions = {},
  token?: vscode.CancellationToken,
): Promise<Answered> {
  const turns = typeof messages === 'string' ? [vscode.LanguageModelChatMessage.User(messages)] : messages;
  const response = await model.sendRequest(turns, options, token);
  const parts: unknown[] = [];
  for await (const part of response.stream) parts.push(part);
  const text = parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  return { parts, text };
}

/** What a call fails with, as the caller of VS Code's API sees it. */
export async function failure(call: Promise<unknown>): Promise<vscode.LanguageModelError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof vscode.LanguageModelError, String(error));
    return error;
  }
  return assert.fail('the call did not fail');
}

interface Forwarder {
  readonly server: Server;
  readonly origin: string;
  readonly connections: () => number;
}

/** A second way to the fake, under an address of this machine that a name or a route could lead elsewhere with. */
async function forward(origin: string): Promise<Forwarder | undefined> {
  const address = Object.values(os.networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (address === undefined) return undefined;
  let connections = 0;
  const port = Number(new URL(origin).port);
  const server = createServer((socket) => {
    connections += 1;
    const onward = connect(port, '127.0.0.1');
    for (const each of [socket, onward]) each.on('error', () => void (socket.destroy(), onward.destroy()));
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  assert.ok(bound !== null && typeof bound === 'object');
  return { server, origin: `http://${address}:${bound.port}`, connections: () => connections };
}
