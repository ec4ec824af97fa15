import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Environment, RoleModel } from '../environments/types';
import { FunctionGym } from '../gyms/function/functionGym';
import { TurtleGym } from '../gyms/turtle/turtleGym';
import { ownStories } from '../gyms/turtle/ownStories';
import { OpenEnvServer, type OpenEnvOptions } from './openEnvServer';

const task = { id: 'f1', rule: 'a + b * c - d', testCase: [2, 3, 4, 5] as const, expected: 9 };
const kind = { name: 'FunctionGym-v0', title: 'numbers', actions: new FunctionGym([task]).actions };

interface Message {
  readonly type: string;
  readonly data: {
    readonly code?: string;
    readonly done?: boolean;
    readonly reward?: number;
    readonly step_count?: number;
  };
}

describe('The OpenEnv server', () => {
  let server: OpenEnvServer;
  const start = async (options: Partial<OpenEnvOptions> = {}) => {
    const open = (): Environment => new FunctionGym([task]);
    server = await OpenEnvServer.start({ kind, open, version: '1', port: 0, ...options });
  };
  afterEach(() => server.close());

  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const code = ({ status, json }: Awaited<ReturnType<typeof ask>>) => [status, (json.error as { code: string }).code];
  const step = (choice: string, content: string) => ({ action: { choice, content } });

  const connect = async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    const queue: Message[] = [];
    const arrived: ((message: Message) => void)[] = [];
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Message;
      const waiting = arrived.shift();
      if (waiting === undefined) queue.push(message);
      else waiting(message);
    });
    const next = () =>
      new Promise<Message>((resolve) => {
        const known = queue.shift();
        if (known === undefined) arrived.push(resolve);
        else resolve(known);
      });
    await once(socket, 'open');
    const call = (message: unknown) => {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      return next();
    };
    return { socket, next, call };
  };

  it('plays an episode over HTTP', async () => {
    await start();
    const reset = await ask('POST', '/reset', { seed: 1, task: 'f1', episode_id: 'e1' });
    assert.deepEqual([reset.json.done, reset.json.reward], [false, null]);
    await ask('POST', '/step', step('action', '1 1 1 1'));
    assert.deepEqual((await ask('GET', '/state')).json, { episode_id: 'e1', step_count: 1, session_id: 'http http' });
    const { json } = await ask('POST', '/step', { ...step('answer', '9'), request_id: 'r7' });
    assert.deepEqual([json.reward, json.done], [1, true]);
    const { metadata } = json.observation as { metadata: unknown };
    assert.deepEqual(metadata, { terminated: true, truncated: false, request_id: 'r7' });
  });

  it('tells what it serves', async () => {
    await start();
    assert.equal((await ask('GET', '/metadata')).json.name, 'FunctionGym-v0');
    assert.equal((await ask('GET', '/health')).json.status, 'healthy');
    const { action } = (await ask('GET', '/schema')).json as { action: { properties: { choice: { enum: string[] } } } };
    assert.deepEqual(action.properties.choice.enum, ['action', 'search', 'answer', 'finish']);
  });

  it('never tells what is hidden', async () => {
    await start();
    const { json } = await ask('POST', '/reset', { task: 'f1' });
    assert.ok(!JSON.stringify(json).includes(task.rule));
  });

  it('keeps the episodes of two HTTP sessions apart', async () => {
    await start();
    for (const name of ['one', 'two']) await ask('POST', '/reset', {}, { 'x-session-id': name });
    await ask('POST', '/step', step('action', '1 1 1 1'), { 'x-session-id': 'one' });
    const states = await Promise.all(
      ['one', 'two'].map((name) => ask('GET', '/state', undefined, { 'x-session-id': name })),
    );
    assert.deepEqual(
      states.map(({ json }) => json.step_count),
      [1, 0],
    );
  });

  it('refuses whoever has no token, or another host’s name', async () => {
    await start();
    assert.equal((await fetch(`${server.url}/health`)).status, 401);
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`);
    const [error] = (await once(socket, 'error')) as [Error];
    assert.match(error.message, /401/u);
  });

  it('answers what it cannot take with a code, and goes on', async () => {
    await start({ maxBytes: 500 });
    assert.deepEqual(code(await ask('POST', '/step', step('action', '1'))), [409, 'SESSION_ERROR']);
    await ask('POST', '/reset', {});
    assert.deepEqual(code(await ask('POST', '/step', '{"action":')), [400, 'INVALID_JSON']);
    assert.deepEqual(code(await ask('POST', '/step', { action: 'x' })), [422, 'VALIDATION_ERROR']);
    assert.deepEqual(code(await ask('POST', '/step', step('action', 'x'.repeat(600)))), [413, 'VALIDATION_ERROR']);
    assert.deepEqual(code(await ask('POST', '/reset', { task: 'none' })), [422, 'VALIDATION_ERROR']);
    assert.deepEqual(code(await ask('GET', '/nothing')), [404, 'VALIDATION_ERROR']);
    assert.equal((await ask('POST', '/step', step('answer', '9'))).json.reward, 1);
    assert.deepEqual(code(await ask('POST', '/step', step('answer', '9'))), [409, 'SESSION_ERROR']);
  });

  it('plays two episodes over WebSocket at once', async () => {
    await start();
    const [one, two] = await Promise.all([connect(), connect()]);
    await Promise.all([one.call({ type: 'reset', data: {} }), two.call({ type: 'reset', data: {} })]);
    const answers = await Promise.all([
      one.call({ type: 'step', data: { choice: 'answer', content: '9' } }),
      two.call({ type: 'step', data: step('answer', '8') }),
    ]);
    assert.deepEqual(
      answers.map(({ type, data }) => [type, data.reward, data.done]),
      [
        ['observation', 1, true],
        ['observation', 0, false],
      ],
    );
    const state = await two.call({ type: 'state', data: {} });
    assert.deepEqual([state.type, state.data.step_count], ['state', 1]);
    one.socket.send(JSON.stringify({ type: 'close' }));
    await once(one.socket, 'close');
    assert.equal((await two.call({ type: 'step', data: step('answer', '9') })).data.reward, 1);
  });

  it('tells errors over WebSocket by their codes', async () => {
    await start();
    const { call } = await connect();
    const codes: unknown[] = [];
    for (const message of [
      '{',
      { type: 'jump', data: {} },
      { type: 'step', data: { action: 5 } },
      { type: 'step', data: step('action', '1') },
    ]) {
      codes.push((await call(message)).data.code);
    }
    assert.deepEqual(codes, ['INVALID_JSON', 'UNKNOWN_TYPE', 'VALIDATION_ERROR', 'SESSION_ERROR']);
  });

  it('has room for so many sessions, and again when one is closed', async () => {
    await start({ capacity: 1 });
    const first = await connect();
    const second = await connect();
    assert.equal((await second.next()).data.code, 'CAPACITY_REACHED');
    assert.deepEqual(code(await ask('POST', '/reset', {})), [503, 'CAPACITY_REACHED']);
    first.socket.close();
    await once(first.socket, 'close');
    for (let tries = 0; server.sessions > 0 && tries < 100; tries++) await wait(5);
    assert.equal((await ask('POST', '/reset', {})).status, 200);
  });

  it('closes sessions that nobody uses', async () => {
    await start({ idleMs: 60 });
    const { next, socket } = await connect();
    assert.equal((await next()).data.code, 'SESSION_ERROR');
    await once(socket, 'close');
    assert.equal(server.sessions, 0);
  });

  it('says when no environment can be made', async () => {
    await start({
      open: () => {
        throw new Error('no data');
      },
    });
    assert.deepEqual(code(await ask('POST', '/reset', {})), [500, 'FACTORY_ERROR']);
  });

  it('gives a step up after timeout_s, without counting it', async () => {
    const never: RoleModel = {
      ask: (_role, _prompt, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up')))),
    };
    await start({ open: () => new TurtleGym(ownStories, { roles: never }) });
    await ask('POST', '/reset', {});
    const late = await ask('POST', '/step', { ...step('action', 'Is it old?'), timeout_s: 0.05 });
    assert.deepEqual(code(late), [504, 'EXECUTION_ERROR']);
    assert.equal((await ask('GET', '/state')).json.step_count, 0);
  });

  it('is a server of MCP tools', async () => {
    await start();
    const client = new Client({ name: 'test', version: '1' });
    const headers = { authorization: `Bearer ${server.token}` };
    const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } });
    await client.connect(transport);
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['reset_env', 'interact_with_env'],
    );
    const early = await client.callTool({ name: 'interact_with_env', arguments: { choice: 'answer', content: '9' } });
    assert.equal(early.isError, true);
    await client.callTool({ name: 'reset_env', arguments: { task: 'f1' } });
    const { structuredContent } = await client.callTool({
      ...{ name: 'interact_with_env', arguments: { choice: 'answer', content: '9' } },
    });
    assert.equal((structuredContent as { reward: number }).reward, 1);
    await client.close();
  });
});
