/**
 * A model on 127.0.0.1 for the check of evaluations: it knows the references of one set, solves all of its scenarios but one, and keeps
 * whoever asks waiting when it is told to.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startFakeProvider } from '../../../../runtime/gateway/testing/fakeProvider';

export interface CheckSolver {
  readonly providers: readonly object[];
  /** Reads a set; the scenario that comes last by its title is answered with words. @returns titles, the unsolved one last */
  learn(set: string): Promise<readonly string[]>;
  /** Answers come after it only. */
  hold(until: Promise<void> | undefined): void;
  readonly requests: () => number;
  /** Calls that whoever asked gave up. */
  readonly abandoned: () => number;
  stop(): Promise<void>;
}

/** What the check reads of a scenario; the set was made by the product itself a moment ago. */
interface Scenario {
  readonly title: string;
  readonly whetstone: { readonly verification: Verification };
}

interface Change {
  readonly reference: readonly { readonly path: string; readonly content: string | null }[];
}

interface Verification extends Partial<Change> {
  readonly change?: Change;
  readonly questions?: readonly { readonly id: string; readonly answer: Answer }[];
}

interface Answer {
  readonly form: string;
  readonly expected?: unknown;
  readonly path?: string;
  readonly lines?: readonly number[];
}

export async function startCheckSolver(): Promise<CheckSolver> {
  let known: ReadonlyMap<string, string> = new Map();
  let held: Promise<void> | undefined;
  const fake = await startFakeProvider(
    ({ body }) => {
      const asked = JSON.stringify(body?.messages ?? '');
      const found = [...known].find(([title]) => asked.includes(JSON.stringify(`# ${title}`).slice(1, -1)));
      return { text: [found?.[1] ?? 'I do not know.'], usage: { input: 1000, output: 100 }, after: held };
    },
    { models: [{ id: 'solver' }] },
  );
  const model = {
    ...{ name: 'solver', title: 'Scripted Solver', contextTokens: 128_000, maxOutputTokens: 8192, tools: true },
    price: { input: 0.2, output: 0.8 },
  };
  return {
    providers: [{ id: 'example', kind: 'openai-compatible', baseUrl: `${fake.origin}/v1`, models: [model] }],
    learn: async (set) => {
      const folder = path.join(set, 'scenarios');
      const scenarios: Scenario[] = [];
      for (const name of await readdir(folder)) {
        scenarios.push(JSON.parse(await readFile(path.join(folder, name), 'utf8')) as Scenario);
      }
      scenarios.sort((a, b) => (a.title < b.title ? -1 : 1));
      known = new Map(scenarios.slice(0, -1).map((each) => [each.title, textOf(each.whetstone.verification)]));
      return scenarios.map(({ title }) => title);
    },
    hold: (until) => {
      held = until;
    },
    requests: () => fake.requests.length,
    abandoned: () => fake.abandoned(),
    stop: () => fake.close(),
  };
}

function textOf(verification: Verification): string {
  const { reference = [] } = verification.change ?? verification;
  const files = reference.map(({ path: file, content }) => `\`\`\`\` path=${file}\n${content ?? ''}\`\`\`\``);
  const answers = Object.fromEntries((verification.questions ?? []).map(({ id, answer }) => [id, expectedOf(answer)]));
  return [...files, JSON.stringify({ answers })].join('\n\n');
}

function expectedOf({ form, expected, path: file, lines }: Answer): unknown {
  return form === 'place' ? { path: file, line: lines?.[0] } : expected;
}
