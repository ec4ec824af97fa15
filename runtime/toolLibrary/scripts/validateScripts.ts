import type { Json } from '../../gateway/types';
import { SandboxRequestError } from '../../tools/sandbox';
import { ToolError } from '../../tools/toolError';
import { runScript, type RunOptions } from './runScript';
import { scriptRecord } from './scriptRecord';
import type { ScriptTool, Validation } from './types';

/** Names of what does not end by itself, or goes out into the world. */
const longRunning = /(^|[_:-])(serve|server|start|dev|watch|daemon|preview|storybook)([_:-]|$)/i;
const outward = /(^|[_:-])(publish|deploy|release|push|upload|login)([_:-]|$)/i;

/**
 * Calls each script once in the sandbox, with its defaults, and tells what became of it. What needs arguments that nobody gave, runs on, or
 * reaches out, is not run; the reason says so.
 * @param wallMs for each of them
 * @throws AbortError
 */
export async function validateScripts(
  tools: readonly ScriptTool[],
  options: RunOptions,
): Promise<readonly Validation[]> {
  const found: Validation[] = [];
  for (const tool of tools) {
    options.signal.throwIfAborted();
    found.push(await validated(tool, options));
  }
  return found;
}

async function validated(tool: ScriptTool, options: RunOptions): Promise<Validation> {
  const base = { tool: scriptRecord(tool).id, name: tool.name };
  const missing = tool.parameters.filter(({ required, default: value }) => required && value === undefined);
  if (missing.length > 0) {
    return {
      ...base,
      verdict: 'not-run',
      detail: `It needs ${missing.map(({ name }) => name).join(', ')}, which has no default.`,
    };
  }
  if (longRunning.test(tool.title.replaceAll(' ', '_'))) {
    return { ...base, verdict: 'not-run', detail: 'By its name it runs on until it is stopped.' };
  }
  if (outward.test(tool.title.replaceAll(' ', '_'))) {
    return { ...base, verdict: 'not-run', detail: 'By its name it changes something outside.' };
  }
  try {
    const given: Readonly<Record<string, Json>> = {};
    const outcome = await runScript(tool, given, options);
    const changed = outcome.changes.map(({ path }) => path);
    const observed = { exitCode: outcome.code, milliseconds: outcome.usage.wallMs, changed };
    const lacking = tool.outcome.writes.filter((each) => !changed.includes(each));
    if (outcome.ended !== 'exit')
      return { ...base, verdict: 'fails', detail: `It met its limit (${outcome.ended}).`, observed };
    if (outcome.code !== 0) {
      const said = outcome.stderr.trim().split('\n').slice(-3).join('\n').slice(0, 500);
      return { ...base, verdict: 'fails', detail: `Exit status ${outcome.code ?? 'unknown'}. ${said}`, observed };
    }
    // A file that was made before is not made again.
    const detail =
      lacking.length === 0
        ? 'It did what it says.'
        : `Exit status 0; it did not write ${lacking.join(', ')}, which may have been there.`;
    return { ...base, verdict: 'works', detail, observed };
  } catch (error) {
    if (error instanceof ToolError) return { ...base, verdict: 'not-run', detail: error.message };
    if (error instanceof SandboxRequestError)
      return { ...base, verdict: 'not-run', detail: `${error.message} ${error.action}` };
    throw error;
  }
}
