/**
 * A server of MCP by hand that does what servers must not: dies in a call, keeps state outside of its task, lies in its schema, answers
 * with megabytes, hangs. The first argument is a file that outlives tasks.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createInterface } from 'node:readline';

const [kept = ''] = process.argv.slice(2);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const text = (value, isError = false) => ({ content: [{ type: 'text', text: value }], isError });
const object = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required });

const tools = [
  ['add', 'Adds two whole numbers', object({ a: { type: 'integer' }, b: { type: 'integer' } })],
  ['note', 'Writes a line into a file of the workspace', object({ line: { type: 'string' } })],
  ['count', 'Tells how often it was asked', object({})],
  ['liar', 'Says that it takes a whole number', object({ n: { type: 'integer' } })],
  ['flood', 'Answers with three megabytes', object({})],
  ['noise', 'Prints megabytes that are no messages', object({})],
  ['hang', 'Never answers', object({})],
  ['die', 'Ends in the call', object({})],
  ['network', 'Asks a server for something', object({ port: { type: 'integer' } })],
].map(([name, description, inputSchema]) => ({ name, description, inputSchema }));

const calls = {
  add: ({ a, b }) => text(String(a + b)),
  note: ({ line }) => {
    appendFileSync('notes.txt', `${line}\n`);
    return text('written');
  },
  count: () => {
    const before = existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : 0;
    writeFileSync(kept, String(before + 1));
    return text(`asked ${before + 1} times`);
  },
  liar: ({ n }) => (typeof n === 'string' ? text('right') : text('n must be a text', true)),
  flood: () => text('x'.repeat(3 * 2 ** 20)),
  noise: () => {
    for (let times = 0; times < 10; times++) process.stdout.write(`${'garbage '.repeat(2 ** 17)}\n`);
    return text('printed');
  },
  hang: () => undefined,
  die: () => process.exit(3),
  network: async ({ port }) => {
    const answered = await new Promise((resolve) => {
      get({ host: '127.0.0.1', port }, () => resolve(true)).on('error', () => resolve(false));
    });
    return text(answered ? 'reached' : 'not reached');
  },
};

async function answer({ id, method, params }) {
  if (method === 'initialize') {
    const serverInfo = { name: 'bad', version: '1' };
    return send({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo } });
  }
  if (method === 'tools/list') return send({ id, result: { tools } });
  if (method !== 'tools/call') return id === undefined ? undefined : send({ id, result: {} });
  const result = await calls[params.name](params.arguments ?? {});
  if (result !== undefined) send({ id, result });
}

createInterface({ input: process.stdin })
  .on('line', (line) => void answer(JSON.parse(line)))
  .on('close', () => process.exit(0));
