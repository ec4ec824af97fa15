import assert from 'node:assert/strict';
import { pieces, type Initializer } from '../onnx/graphBuilder';
import { planData } from './dataPlan';

const constant = (name: string, size: number, ...sources: string[]): Initializer => ({
  ...{ name, type: 'uint8', dims: [size], sources },
  data: () => pieces(new Uint8Array(size)),
});
const places: Readonly<Record<string, number>> = { first: 100, second: 5000, third: 90_000 };
const tensors = { position: (name: string) => places[name] ?? 0 };

describe('data plan', () => {
  it('follows the order of the sources, and keeps scales behind their matrix', () => {
    const { constants, bytes } = planData(
      [
        constant('late', 5000, 'third'),
        constant('late.scale', 2000, 'third'),
        constant('stacked', 4096, 'third', 'first'),
        constant('middle', 1024, 'second'),
        constant('rotary', 3000),
        constant('small', 1023, 'first'),
      ],
      tensors,
    );
    assert.deepEqual(
      constants.map(({ constant: { name }, start, end }) => [name, start, end]),
      [
        ['rotary', 0, 3000],
        ['stacked', 4096, 8192],
        ['middle', 8192, 9216],
        ['late', 12_288, 17_288],
        ['late.scale', 20_480, 22_480],
      ],
    );
    assert.equal(bytes, 22_480);
  });

  it('has a fingerprint that names, types, shapes and order change', () => {
    const of = (...constants: Initializer[]) => planData(constants, tensors).fingerprint;
    const base = constant('a', 4096, 'first');
    assert.equal(of(base), of({ ...base }));
    const others = [
      of({ ...base, name: 'b' }),
      of({ ...base, type: 'int8' }),
      of({ ...base, dims: [64, 64] }),
      of(base, constant('b', 1024, 'second')),
    ];
    assert.equal(new Set([of(base), ...others]).size, 5);
  });

  it('is empty for nothing', () => assert.equal(planData([], tensors).bytes, 0));
});
