/** A server of MCP with notes as files. Its first argument is a file that gets a line with each start: so the check knows whether it was started. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

appendFileSync(process.argv[2], 'started\n');

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const title = { type: 'string', description: 'Title of the note' };
const object = (properties) => ({ type: 'object', properties, required: Object.keys(properties) });
const tools = [
  ['write_note', 'Writes a note', object({ title, text: { type: 'string', description: 'Text of the note' } })],
  ['read_note', 'Reads a note', object({ title })],
].map(([name, description, inputSchema]) => ({ name, description, inputSchema }));
const fileOf = (name) => `${encodeURIComponent(name)}.txt`;

function call({ name, arguments: { title: of, text } }) {
  if (name === 'read_note') return readFileSync(fileOf(of), 'utf8');
  writeFileSync(fileOf(of), text);
  return `The note ${of} was written.`;
}

function answer({ id, method, params }) {
  if (id === undefined) return;
  if (method === 'initialize') {
    const serverInfo = { name: 'notes', version: '1' };
    send({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo } });
  } else if (method === 'tools/list') send({ id, result: { tools } });
  else if (method === 'tools/call') send({ id, result: resultOf(params) });
  else send({ id, result: {} });
}

function resultOf(params) {
  try {
    return { content: [{ type: 'text', text: call(params) }] };
  } catch (error) {
    return { content: [{ type: 'text', text: String(error) }], isError: true };
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => answer(JSON.parse(line)))
  .on('close', () => process.exit(0));
