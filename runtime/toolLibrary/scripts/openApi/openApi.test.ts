import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiRecord, callOperation, loopbackUrl, readApiDocument, validateApi, type ApiDocument } from '../index';

const pet = {
  type: 'object',
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string', description: 'How it is called.' },
    kind: { type: 'string', enum: ['cat', 'dog'], default: 'cat' },
    friends: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
  },
  required: ['id', 'name'],
};
const id = { name: 'petId', in: 'path', required: true, schema: { type: 'integer' }, example: 1 };
const answer = (schema: object) => ({ description: 'Good.', content: { 'application/json': { schema } } });
const text = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://pets.example/v1' }],
  security: [{ key: [] }],
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        summary: 'All pets.',
        security: [{}],
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', default: 10 } },
          { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        responses: { 200: answer({ type: 'array', items: { $ref: '#/components/schemas/Pet' } }) },
      },
      post: {
        summary: 'Adds a pet.',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
        },
        responses: { 201: answer({ $ref: '#/components/schemas/Pet' }) },
      },
    },
    '/pets/{petId}': {
      parameters: [id],
      get: {
        operationId: 'getPet',
        responses: { 200: answer({ $ref: '#/components/schemas/Pet' }), 404: { description: 'No.' } },
      },
    },
    '/wrong/{lost}': { get: { responses: {} } },
    '/away': { get: { responses: { 200: answer({ $ref: 'other.json#/x' }) } } },
    '/lies': { get: { operationId: 'lies', responses: { 200: answer({ type: 'integer' }) } } },
  },
  components: { schemas: { Pet: pet } },
});

function documentOf(source = text, path = 'openapi.json'): ApiDocument {
  const read = readApiDocument(path, source);
  assert.ok(read !== undefined && 'operations' in read);
  return read;
}

describe('Documents of OpenAPI', () => {
  it('are read as operations with typed parameters', () => {
    const { operations, servers } = documentOf();
    assert.deepEqual(servers, ['https://pets.example/v1']);
    assert.deepEqual(
      operations.map(({ name, method, parameters }) => [
        method,
        name,
        parameters.map((each) => `${each.place} ${each.name}${each.required ? '!' : ''}`),
      ]),
      [
        ['GET', 'listPets', ['query limit', 'query tags']],
        ['POST', 'post_pets', ['body name!', 'body kind', 'body friends']],
        ['GET', 'getPet', ['path petId!']],
        ['GET', 'lies', []],
      ],
    );
  });

  it('tell operations that cannot be used, and keep the others', () => {
    assert.deepEqual(
      documentOf().problems.map(({ problem }) => problem),
      [
        'GET /wrong/{lost}: the path has {lost}, which is not declared as a parameter.',
        'GET /away: it refers to “other.json#/x”, which is not in the document.',
      ],
    );
  });

  it('of YAML are read, of other versions refused', () => {
    const yaml =
      "openapi: '3.1.0'\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    get:\n      responses: { '200': { description: ok } }\n";
    assert.deepEqual(
      documentOf(yaml, 'api.yaml').operations.map(({ name }) => name),
      ['get_a'],
    );
    assert.deepEqual(readApiDocument('a.json', '{"swagger": "2.0"}'), {
      problem: 'it is of Swagger 2.0. Convert it to OpenAPI 3 (for example with swagger2openapi).',
    });
    assert.equal(readApiDocument('a.json', '{"name": "x"}'), undefined);
    assert.match(JSON.stringify(readApiDocument('a.json', '{"openapi": ')), /no valid JSON/);
  });

  it('are records with what they need and what they give', () => {
    const document = documentOf();
    const [list, add] = document.operations.map((each) => apiRecord(document, each));
    assert.deepEqual([list?.effects, add?.effects], [['network'], ['network', 'state']]);
    assert.equal(list?.returns?.schema?.type, 'array');
    assert.match(add?.description ?? '', /Needs: a running server of Pets, key\. Answers 201\./);
    assert.equal(list.summary, 'All pets.');
  });

  it('end where a schema holds itself', () => {
    const friends = documentOf().operations[1]?.parameters.find(({ name }) => name === 'friends');
    assert.deepEqual(friends?.schema, { type: 'array', items: { title: 'Pet' } });
  });
});

describe('Operations of OpenAPI', () => {
  let server: Server;
  let baseUrl: string;
  const seen: string[] = [];
  const signal = new AbortController().signal;

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`);
        const one = { id: 1, name: 'Tom' };
        if (request.url?.startsWith('/v1/away') === true) {
          response.writeHead(302, { location: 'http://192.0.2.1/' }).end();
          return;
        }
        response.setHeader('content-type', 'application/json');
        if (request.url?.startsWith('/v1/lies') === true) response.end('"no number"');
        else if (request.method === 'POST') response.writeHead(201).end(JSON.stringify(one));
        else
          response.end(
            JSON.stringify(request.url?.startsWith('/v1/pets?') === true || request.url === '/v1/pets' ? [one] : one),
          );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });

  after(() => new Promise((resolve) => server.close(resolve)));

  const call = (name: string, given: Parameters<typeof callOperation>[1]) => {
    const operation = documentOf().operations.find((each) => each.name === name);
    assert.ok(operation);
    return callOperation(operation, given, { baseUrl }, signal);
  };

  it('are called with values in their places', async () => {
    const { status, body, mismatch } = await call('post_pets', { name: 'Tom & "Jerry"', kind: 'dog' });
    assert.deepEqual([status, body, mismatch], [201, { id: 1, name: 'Tom' }, undefined]);
    assert.equal(seen.at(-1), 'POST /v1/pets {"name":"Tom & \\"Jerry\\"","kind":"dog"}');
    await call('listPets', { limit: 2, tags: ['a b', 'c&d'] });
    assert.equal(seen.at(-1), 'GET /v1/pets?limit=2&tags=a+b&tags=c%26d ');
  });

  it('never leave their path or the machine', async () => {
    await assert.rejects(call('getPet', { petId: '..' }), /cannot be/);
    await call('getPet', { petId: '../../etc' });
    assert.equal(seen.at(-1), 'GET /v1/pets/..%2F..%2Fetc ');
    for (const address of [
      'http://example.com',
      'http://127.0.0.1.evil.example',
      'file:///etc/passwd',
      'nonsense',
      'http://10.0.0.1',
    ]) {
      assert.throws(() => loopbackUrl(address), /no server on this machine/);
    }
  });

  it('say which value is missing, and that nobody answers', async () => {
    await assert.rejects(call('getPet', {}), /getPet needs “petId”/);
    const operation = documentOf().operations[0];
    assert.ok(operation);
    await assert.rejects(callOperation(operation, {}, { baseUrl: 'http://127.0.0.1:1' }, signal), /got no answer/);
  });

  it('are validated: what works, what lies, what is not called', async () => {
    const verdicts = await validateApi(documentOf(), { baseUrl }, signal);
    assert.deepEqual(
      verdicts.map(({ name, verdict, detail }) => [name, verdict, detail]),
      [
        ['listPets', 'works', 'Status 200, as described.'],
        ['post_pets', 'not-run', 'POST may change something.'],
        ['getPet', 'works', 'Status 200, as described.'],
        ['lies', 'fails', 'Status 200: the answer is not as described: it must be integer.'],
      ],
    );
  });
});
