import assert from 'node:assert/strict';
import { pieces, type Initializer } from '../onnx/graphBuilder';
import { ConversionProgress } from './conversionProgress';

const constant = (name: string, ...sources: string[]): Initializer => {
  return { name, type: 'int8', dims: [1], sources, data: () => pieces() };
};

describe('progress of a conversion', () => {
  it('counts a tensor that is stored in pieces as its pieces are read', () => {
    const constants = [constant('head.0', 'head'), constant('head.0.scale', 'head'), constant('head.1', 'head')];
    const told: number[] = [];
    const progress = new ConversionProgress({ bytes: () => 100 }, constants, (done) => told.push(done));
    progress.read(50);
    progress.written(constants[0]!);
    progress.written(constants[1]!);
    progress.read(50);
    progress.written(constants[2]!);
    assert.deepEqual(told, [50, 100]);
  });

  it('counts constants that an earlier conversion wrote, without reading them', () => {
    const constants = [constant('q', 'q'), constant('q.scale', 'q'), constant('k', 'k')];
    const told: number[] = [];
    const progress = new ConversionProgress({ bytes: () => 100 }, constants, (done) => told.push(done));
    for (const each of constants) progress.written(each);
    assert.deepEqual(told, [0, 100, 200]);
  });
});
