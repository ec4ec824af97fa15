import { z } from 'zod';
import type { ProviderName } from '../../protocol';

/** What a probing process is told on its command line, as JSON. */
export const probeRequestSchema = z.object({
  provider: z.enum(['cpu', 'webgpu', 'directml', 'coreml', 'cuda']) satisfies z.ZodType<ProviderName>,
  /** Absolute paths of golden models whose numbers are wanted, and of those that are timed. */
  small: z.array(z.string()),
  large: z.array(z.string()),
  /** Folder for what is thrown away afterwards. */
  scratch: z.string(),
  threads: z.number().int().min(1),
  /** Milliseconds of a pass of the small model beyond which the large one is not tried. */
  longestMs: z.number(),
});
export type ProbeRequest = z.infer<typeof probeRequestSchema>;

/** What the process says, in this order; the one that asked ends it after 'done'. */
export const probeMessageSchema = z.discriminatedUnion('kind', [
  /** It begins with something; told when the process ends in it. */
  z.object({ kind: z.literal('stage'), stage: z.string() }),
  /** The provider is not part of this build of ONNX Runtime. */
  z.object({ kind: z.literal('absent'), reason: z.string() }),
  z.object({
    kind: z.literal('values'),
    file: z.string(),
    values: z.array(
      z.object({ name: z.string(), values: z.custom<Float32Array>((data) => data instanceof Float32Array) }),
    ),
    /** Nodes that the provider ran, and kinds of nodes that the processor ran in its place. */
    nodes: z.number(),
    left: z.array(z.string()),
  }),
  /** A pass of the small model takes so long that nothing is to be gained by the large one. */
  z.object({ kind: z.literal('slow'), smallMs: z.number() }),
  z.object({ kind: z.literal('times'), file: z.string(), contextMs: z.number(), stepMs: z.number() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('done') }),
]);
export type ProbeMessage = z.infer<typeof probeMessageSchema>;
