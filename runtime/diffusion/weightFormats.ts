import type { Quantisation } from './onnx/graphOptions';

/** Formats that llama.cpp runs: half precision, and eight bits with a scale each 32 values of a row. */
export const ggufFormats = ['gguf-f16', 'gguf-q8_0'] as const;
export type GgufFormat = (typeof ggufFormats)[number];

/** What a conversion is asked for by name: a graph for ONNX Runtime, or a GGUF file for llama.cpp. */
export type ModelFormat = Quantisation | GgufFormat;

export function isGgufFormat(format: ModelFormat): format is GgufFormat {
  return ggufFormats.some((each) => each === format);
}
