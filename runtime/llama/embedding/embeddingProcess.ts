import { LlamaConnection, llamaProgram, type LlamaProgram } from '../llamaProcess';
import { embed, openEmbedding, type EmbeddingInfo, type OpenEmbeddingParams } from './embeddingProtocol';

/** Texts of one request: between two of them the signal is heard. */
const batch = 32;

/** An embedding model in a process of its own, which ends with this one. */
export class EmbeddingProcess {
  private constructor(
    private readonly connection: LlamaConnection,
    readonly info: EmbeddingInfo,
  ) {}

  /** @throws RuntimeError unavailable, model-missing, model-unsupported, model-corrupt, crashed */
  static async open(params: OpenEmbeddingParams, program: LlamaProgram = llamaProgram()): Promise<EmbeddingProcess> {
    const connection = LlamaConnection.start(program);
    try {
      return new EmbeddingProcess(connection, await connection.ask((rpc) => rpc.sendRequest(openEmbedding, params)));
    } catch (error) {
      connection.dispose();
      throw error;
    }
  }

  get pid(): number | undefined {
    return this.connection.pid;
  }

  /**
   * @returns a vector for each text, not of unit length, and how many texts were longer than what is read
   * @throws RuntimeError crashed, model-unsupported; the signal's reason
   */
  async embed(
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly cut: number }> {
    const { dimensions } = this.info;
    const found: Float32Array[] = [];
    let cut = 0;
    for (let start = 0; start < texts.length; start += batch) {
      signal?.throwIfAborted();
      const part = texts.slice(start, start + batch);
      const answer = await this.connection.ask((rpc) => rpc.sendRequest(embed, { texts: [...part] }));
      part.forEach((_, at) => found.push(answer.vectors.slice(at * dimensions, (at + 1) * dimensions)));
      cut += answer.cut;
    }
    return { vectors: found, cut };
  }

  dispose(): void {
    this.connection.dispose();
  }
}
