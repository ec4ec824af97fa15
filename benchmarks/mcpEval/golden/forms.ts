import type { GoldenForm } from '../../parity/goldenForm';
import { mcpEvalForm } from './mcpEvalForm';

export const mcpEvalForms: readonly GoldenForm[] = [mcpEvalForm];
