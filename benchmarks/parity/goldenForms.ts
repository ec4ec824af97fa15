import { locobenchForms } from '../locobench/golden/forms';
import { mcpEvalForms } from '../mcpEval/golden/forms';
import { userbenchForms } from '../userbench/golden/forms';
import type { GoldenForm } from './goldenForm';

/** Every kind of golden file that is known. A benchmark adds its own here. */
export const goldenForms: readonly GoldenForm[] = [...locobenchForms, ...mcpEvalForms, ...userbenchForms];
