import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { plainJson } from '../../runtime/functionCalling';
import type { ToolRecord } from '../../runtime/toolLibrary/types';
import { BadInputError } from '../core/badInputError';
import { readUserFile } from '../core/userFile';
import { readUserJsonLines } from '../core/userJson';
import { toolReferences } from './toolReference';
import type { LibraryQuery } from './types';

const values = z.record(z.string(), z.unknown());
const ours = z.object({
  query: z.string().min(1),
  tools: z.array(z.string()).min(1),
  calls: z.array(z.object({ name: z.string(), arguments: values.default({}) })).default([]),
});
const seal = z.object({
  query: z.string().min(1),
  calling: z.array(z.object({ api: z.string(), parameters: values.default({}) })).min(1),
});
const metaTool = z.object({ query: z.string().min(1), tool: z.union([z.string(), z.array(z.string()).min(1)]) });

const maximumBytes = 256 * 2 ** 20;

interface Named {
  readonly place: string;
  readonly query: string;
  readonly tools: readonly string[];
  readonly calls: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[];
}

/**
 * Queries with the tools that answer them: one `{query, tools, calls?}` a line, Seal-Tools' `{query, calling: [{api, parameters}]}`, MetaTool's `{query,
 * tool}` or its CSV file with the columns Query and Tool. Tools are named as `toolReferences` has it.
 *
 * @throws BadInputError with the place, for other forms and for tools that are not there
 */
export async function readToolQueries(file: string, tools: readonly ToolRecord[]): Promise<readonly LibraryQuery[]> {
  const named = /\.csv$/i.test(file) ? await ofCsv(file) : await ofLines(file);
  if (named.length === 0) throw new BadInputError(`${file} holds no query.`);
  const idsOf = toolReferences(tools);
  return named.map(({ place, query, tools: needed, calls }) => {
    const ids = (name: string) => {
      const found = idsOf(name);
      if (found.length === 0) throw new BadInputError(`${place}: there is no tool ${name} in the library.`);
      return found;
    };
    return {
      query,
      needs: [...new Set(needed)].map(ids),
      calls: calls.map((call) => ({ tools: ids(call.name), arguments: call.arguments })),
    };
  });
}

async function ofLines(file: string): Promise<readonly Named[]> {
  return (await readUserJsonLines(file)).map(({ place, value }) => {
    const row = plainJson(value);
    const plain = ours.safeParse(row);
    if (plain.success) return { place, ...plain.data };
    const called = seal.safeParse(row);
    if (called.success) {
      const { query, calling } = called.data;
      const calls = calling.map(({ api, parameters }) => ({ name: api, arguments: parameters }));
      return { place, query, tools: calls.map(({ name }) => name), calls };
    }
    const single = metaTool.safeParse(row);
    if (single.success) return { place, query: single.data.query, tools: [single.data.tool].flat(), calls: [] };
    throw new BadInputError(
      `${place}: not a query. Expected is {"query": "...", "tools": ["name"]}, with "calls": [{"name", "arguments"}] where they are known.`,
    );
  });
}

async function ofCsv(file: string): Promise<readonly Named[]> {
  const text = (await readUserFile(file, maximumBytes)).toString('utf8');
  let rows: readonly Readonly<Record<string, string>>[];
  try {
    rows = parse(text, { columns: true, skip_empty_lines: true, bom: true });
  } catch (error) {
    throw new BadInputError(`${file}: not CSV (${error instanceof Error ? error.message : String(error)}).`);
  }
  return rows.map((row, at) => {
    const [query, tool] = [row.Query, row.Tool];
    const place = `${file}, row ${at + 1}`;
    if (!query || !tool) throw new BadInputError(`${place}: the columns Query and Tool are needed.`);
    return { place, query, tools: [tool], calls: [] };
  });
}
