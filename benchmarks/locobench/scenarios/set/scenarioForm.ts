/** Reads what lies in a set's files; everything is checked before it is believed. */
import { z } from 'zod';
import { difficulties, taskCategories } from '../../reference/scenario';
import type { ScenarioSet, Verification, VerifiedScenario } from '../types';

const text = z.string();
const texts = z.array(text).readonly();
const count = z.number().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Inside the repository: no way out of a folder that it is written to. */
const filePath = text.refine(
  (path) =>
    path !== '' &&
    !/^(?:[a-z]:|\/|\\)/i.test(path) &&
    !path.split(/[/\\]/).some((part) => part === '..' || part === '.git'),
  { error: 'has to be a path inside the repository' },
);

/** Why a draft was not taken. */
export const rejectReason = z.enum([
  'does-not-discriminate',
  'reference-fails',
  'answer-in-context',
  'near-duplicate',
  'not-enough-context',
  'generated-or-vendored',
  'too-small',
  'too-large',
  'no-tests',
  'tool-missing',
  'ambiguous',
  'secret',
  'broken-syntax',
  'timed-out',
]);

const language = z.enum([
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'python',
  'java',
  'go',
  'rust',
  'c',
  'cpp',
  'csharp',
  'php',
]);

const change = z.object({ path: filePath, content: text.nullable() }).readonly();
const changes = z.array(change).readonly();
const tests = z.array(z.object({ file: filePath, names: texts }).readonly()).readonly();

const expectation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('defined'), path: filePath, name: text, container: texts.exactOptional() }),
  z.object({ kind: z.literal('not-defined'), path: filePath, name: text }),
  z.object({ kind: z.literal('no-reference'), name: text, paths: texts }),
  z.object({ kind: z.literal('references'), name: text, path: filePath, atLeast: count }),
  z.object({ kind: z.literal('imports'), from: filePath, to: filePath }),
  z.object({ kind: z.literal('does-not-import'), from: filePath, to: filePath }),
  z.object({ kind: z.literal('parameters'), path: filePath, name: text, parameters: texts }),
  z.object({ kind: z.literal('text'), path: filePath, contains: text }),
  z.object({ kind: z.literal('no-text'), path: filePath, contains: text }),
  z.object({ kind: z.literal('no-finding'), path: filePath, cwe: text }),
]);

const answer = z.discriminatedUnion('form', [
  z.object({ form: z.literal('choice'), options: texts, expected: text }),
  z.object({ form: z.literal('text'), expected: text, accepted: texts.optional() }),
  z.object({ form: z.literal('number'), expected: z.number(), tolerance: count.optional() }),
  z.object({ form: z.literal('boolean'), expected: z.boolean() }),
  z.object({ form: z.literal('set'), expected: texts, of: z.enum(['paths', 'names', 'lines']) }),
  z.object({ form: z.literal('sequence'), expected: texts }),
  z.object({ form: z.literal('place'), path: filePath, lines: z.tuple([count, count]).readonly() }),
]);

const questions = z.array(z.object({ id: text, text, weight: count, answer }).readonly()).readonly();

const changeCheck = z.object({
  allowed: texts,
  typeCheck: z.boolean(),
  failToPass: tests,
  passToPass: tests,
  expectations: z.array(expectation).readonly(),
  reference: changes,
  hidden: changes,
});

const verification: z.ZodType<Verification> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answers'), questions }),
  changeCheck.extend({ kind: z.literal('change') }),
  z.object({
    kind: z.literal('change-and-answers'),
    change: changeCheck,
    questions,
    answersWeight: z.number().min(0).max(1),
  }),
  z.object({
    kind: z.literal('tests'),
    testFile: filePath,
    target: text,
    mutants: z
      .array(
        z.object({ id: text, operator: text, path: filePath, line: z.number().int().positive(), change }).readonly(),
      )
      .readonly(),
    reference: changes,
  }),
  z.object({
    kind: z.literal('sessions'),
    sessions: z
      .array(
        z
          .object({
            title: text,
            commit: text.optional(),
            prompt: text,
            base: changes,
            check: changeCheck,
            recall: questions,
          })
          // JSON has no undefined: what is not there is not known.
          .transform((session) => ({ ...session, commit: session.commit }))
          .readonly(),
      )
      .readonly(),
  }),
]);

const contextFile = z
  .object({
    path: filePath,
    tokens: count,
    role: z.enum(['target', 'related', 'distractor']),
    distance: count.optional(),
  })
  .transform((file) => ({ ...file, distance: file.distance }));

export const verifiedScenarioSchema: z.ZodType<VerifiedScenario> = z.object({
  id: z.string().regex(/^[A-Za-z0-9][\w.-]{0,199}$/, { error: 'has to be usable as a file name' }),
  task_category: z.enum(taskCategories),
  difficulty: z.enum(difficulties),
  title: text,
  description: text,
  task_prompt: z.union([text, z.record(text, text)]),
  expected_approach: text,
  ground_truth: text,
  context_files: z.array(filePath),
  context_length: count,
  evaluation_criteria: texts,
  metadata: z.object({
    context_length: count,
    files_count: count,
    information_coverage: z.number(),
    coverage_range: z.tuple([z.number(), z.number()]).readonly(),
    generation_timestamp: text,
  }),
  whetstone: z.object({
    version: z.literal(1, { error: 'another version of Whetstone made this scenario; generate it anew' }),
    kind: text,
    language,
    seed: z.number().int(),
    cluster: text,
    context: z.object({ files: z.array(contextFile).readonly(), tokens: count, targetTokens: count }),
    groundTruth: z.object({
      files: texts,
      symbols: texts,
      edges: z.array(z.tuple([text, text]).readonly()).readonly(),
    }),
    base: changes,
    verification,
    admission: z.object({
      how: z.enum(['facts', 'executed', 'static']),
      reference: z.number(),
      stubs: z.array(z.object({ kind: text, value: z.number() }).readonly()).readonly(),
    }),
  }),
});

const tool = z.object({ title: text, folder: text, words: texts }).optional();

export const scenarioSetSchema: z.ZodType<ScenarioSet> = z.object({
  form: z.literal('whetstone-locobench-1', { error: 'is no set of scenarios, or one of another version' }),
  name: text,
  created: count,
  seed: z.number().int(),
  repository: z
    .object({ root: text, name: text, commit: text.optional(), dirty: count })
    .transform((repository) => ({ ...repository, commit: repository.commit })),
  imported: z.literal(true).optional(),
  notices: texts.optional(),
  leftOut: z
    .array(
      z
        .object({ path: text, reason: z.enum(['secret', 'too-large', 'not-text', 'unreadable']), detail: text })
        .readonly(),
    )
    .readonly()
    .optional(),
  files: z.record(filePath, z.object({ hash, bytes: count, executable: z.literal(true).optional() }).readonly()),
  tools: z
    .object({ typeCheck: tool, test: tool, lint: tool })
    .transform(({ typeCheck, test, lint }) => ({ typeCheck, test, lint })),
  tokenizer: text,
  scenarios: z
    .array(
      z
        .object({
          id: text,
          category: z.enum(taskCategories),
          difficulty: z.enum(difficulties),
          language: text,
          tokens: count,
          cluster: text,
          title: text,
          hash,
        })
        .readonly(),
    )
    .readonly(),
  rejects: z
    .array(
      z
        .object({
          category: z.enum(taskCategories),
          reason: rejectReason,
          count,
        })
        .readonly(),
    )
    .readonly(),
});
