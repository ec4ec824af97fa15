import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { HubConnection } from './hubConnection';
import { patient, PassingError, retryAfter, withRetries } from './retry';
import { RuntimeError } from '../../runtimeError';

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

describe('HubConnection', () => {
  let target: Server;
  let proxy: Server;
  let asked: string[];
  let tunnels: string[];
  let ports: { target: number; proxy: number };
  beforeEach(async () => {
    [asked, tunnels] = [[], []];
    target = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization ?? '-'} ${request.headers['accept-encoding'] ?? '-'}`);
      response.end('hello');
    });
    proxy = createServer((request, response) => {
      // A request in absolute form is handed on as it is.
      tunnels.push(request.url ?? '');
      response.end('by the proxy');
    });
    proxy.on('connect', (request, socket, head) => {
      tunnels.push(request.url ?? '');
      const there = connect(ports.target, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        there.write(head);
        there.pipe(socket).pipe(there);
      });
      there.on('error', () => socket.destroy());
      socket.on('error', () => there.destroy());
    });
    ports = { target: await listen(target), proxy: await listen(proxy) };
  });
  afterEach(async () => {
    for (const server of [target, proxy]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  const get = async (connection: HubConnection, url: string): Promise<string> => {
    try {
      const { body } = await connection.get(url, 'a/b');
      let text = '';
      for await (const chunk of body) text += String(chunk);
      return text;
    } finally {
      await connection.close();
    }
  };

  it('goes by the proxy that it is given, also for names that only the proxy knows', async () => {
    const connection = new HubConnection({ endpoint: 'http://hub.invalid', proxy: `http://127.0.0.1:${ports.proxy}` });
    const text = await get(connection, 'http://hub.invalid/x');
    assert.ok(['hello', 'by the proxy'].includes(text));
    assert.equal(tunnels.length, 1);
    assert.match(tunnels[0] ?? '', /hub\.invalid/);
  });

  it('goes by the proxy of the environment, and past it for NO_PROXY', async () => {
    const before = { ...process.env };
    try {
      process.env = {
        ...before,
        HTTP_PROXY: `http://127.0.0.1:${ports.proxy}`,
        http_proxy: '',
        NO_PROXY: '',
        no_proxy: '',
      };
      delete process.env.http_proxy;
      delete process.env.no_proxy;
      await get(new HubConnection({ endpoint: 'http://hub.invalid' }), 'http://hub.invalid/x');
      assert.equal(tunnels.length, 1);
      process.env.NO_PROXY = '127.0.0.1';
      const endpoint = `http://127.0.0.1:${ports.target}`;
      assert.equal(await get(new HubConnection({ endpoint }), `${endpoint}/x`), 'hello');
      assert.equal(tunnels.length, 1);
    } finally {
      process.env = before;
    }
  });

  it('sends the token to its own origin alone', async () => {
    const endpoint = `http://127.0.0.1:${ports.target}`;
    await get(new HubConnection({ endpoint, token: 't' }), `${endpoint}/x`);
    await get(new HubConnection({ endpoint: 'http://127.0.0.1:1', token: 't' }), `${endpoint}/y`);
    assert.deepEqual(asked, ['/x Bearer t identity', '/y - identity']);
  });

  it('refuses what is no address', () => {
    for (const endpoint of ['hub', 'ftp://hub', 'file:///x', '']) {
      assert.throws(() => new HubConnection({ endpoint }), { kind: 'bad-request' });
    }
    assert.throws(() => new HubConnection({ endpoint: 'http://h', proxy: 'socks' }), { kind: 'bad-request' });
  });

  it('is silent about a hub without a name in the net', async () => {
    const connection = new HubConnection({ endpoint: 'http://hub.invalid' });
    await assert.rejects(
      get(connection, 'http://hub.invalid/x'),
      (error) => error instanceof PassingError && error.failure.kind === 'network',
    );
  });
});

describe('withRetries', () => {
  const failure = new PassingError(new RuntimeError('network', 'down', 'wait'));
  const patience = { ...patient, attempts: 3, firstPauseMs: 1, longestPauseMs: 2 };

  it('counts anew when a try got further', async () => {
    let [tries, got] = [0, 0];
    const attempt = async () => {
      tries += 1;
      if (tries <= 6) got += 1;
      throw failure;
    };
    await assert.rejects(withRetries(attempt, { patience, progress: () => got }), { kind: 'network' });
    assert.equal(tries, 8);
  });

  it('does not repeat what will not pass, and ends with its signal', async () => {
    let tries = 0;
    const wrong = async () => {
      tries += 1;
      throw new RuntimeError('denied', 'no', 'ask');
    };
    await assert.rejects(withRetries(wrong, { patience }), { kind: 'denied' });
    assert.equal(tries, 1);
    const stop = new AbortController();
    const long = withRetries(() => Promise.reject(failure), {
      patience: { ...patience, firstPauseMs: 60_000, longestPauseMs: 60_000 },
      signal: stop.signal,
      onPause: () => stop.abort(),
    });
    await assert.rejects(long, { name: 'AbortError' });
  });

  it('reads Retry-After in seconds and as a date', () => {
    assert.equal(retryAfter('3'), 3000);
    assert.equal(retryAfter('Wed, 21 Oct 2015 07:28:05 GMT', Date.parse('2015-10-21T07:28:00Z')), 5000);
    assert.equal(retryAfter('Wed, 21 Oct 2015 07:27:00 GMT', Date.parse('2015-10-21T07:28:00Z')), 0);
    for (const header of [undefined, 'soon', '-1']) assert.equal(retryAfter(header, 0) ?? 0, 0);
  });
});
