import { ModelsTest, tiny } from '../../../../runtime/models/test/modelsTest';

/** A hub on this machine with one small model of random weights, and a folder for models. */
export interface CheckHub {
  /** Id and title of the model. */
  readonly model: string;
  readonly title: string;
  /** Text of its licence, which has to be accepted. */
  readonly licence: string;
  /** What is asked for instead of the recommended one. */
  readonly precision: 'int4';
  readonly endpoint: string;
  readonly modelsFolder: string;
  /** Folder of a checkpoint that can be added. */
  readonly checkpoint: string;
  /** How often the hub was asked for anything. */
  asked(): number;
  /** What is asked for from now on comes as fast as can be. */
  hurry(): void;
  stop(): Promise<void>;
}

const title = 'Test model of random weights';
/** A size and a pace at which a download takes minutes: long enough to reload the window meanwhile. */
const sizes = { hidden: 128, intermediate: 512, layers: 4, heads: 4, kvHeads: 2, headDim: 32 };
const bytesPerSecond = 25_000;

export async function startCheckHub(): Promise<CheckHub> {
  const licence = 'You may use it to try the download of a model, and for nothing else.';
  const test = await ModelsTest.start(sizes);
  await test.writeCatalogue(
    {
      name: 'Test Licence',
      needsAcceptance: true,
      text: `This model has random weights.\n\n${licence}`,
    },
    { title, goodFor: 'Trying downloads. It has random weights and knows nothing.' },
  );
  test.hub.bytesPerSecond = bytesPerSecond;
  return {
    ...{ model: tiny, title, endpoint: test.hub.endpoint, modelsFolder: test.models },
    ...{ licence, precision: 'int4' },
    checkpoint: test.checkpoint,
    asked: () => test.hub.requests.length,
    hurry: () => {
      test.hub.bytesPerSecond = undefined;
    },
    stop: () => test.stop(),
  };
}
