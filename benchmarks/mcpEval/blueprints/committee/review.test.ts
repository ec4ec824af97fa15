import assert from 'node:assert/strict';
import { readReview, verdictOf, type Review } from './review';

const all = { correctness: true, completeness: true, satisfaction: true, creativity: true };
const review = (rest: Partial<Review> = {}): Review => ({ ...all, reflection: '', correction: '', ...rest });

describe('reviews of a draft', () => {
  it('are read in the many ways in which models write votes', () => {
    const text =
      'Here: ```json\n{"correctness": 1, "completeness": "yes", "satisfaction": true, "creativity": "0",}\n```';
    assert.deepEqual(readReview(text), review({ creativity: false }));
  });

  it('are none where a vote is missing, or is no vote', () => {
    assert.equal(readReview('{"correctness": 1, "completeness": 1, "satisfaction": 1}'), undefined);
    assert.equal(readReview('{"correctness": 0.7, "completeness": 1, "satisfaction": 1, "creativity": 1}'), undefined);
    assert.equal(readReview('All is well.'), undefined);
  });

  it('carry a criterion by a majority; a tie is a no', () => {
    const split = [review(), review({ creativity: false })];
    assert.deepEqual(verdictOf(split, 3).carried, ['correctness', 'completeness', 'satisfaction']);
    assert.equal(verdictOf(split, 4).accepted, false);
  });

  it('never accept what is not correct, whatever else it is', () => {
    assert.equal(verdictOf([review({ correctness: false })], 3).accepted, false);
  });

  it('have no quorum where half of them cannot be read', () => {
    assert.deepEqual(
      [verdictOf([review(), undefined], 3).quorum, verdictOf([review(), undefined], 3).accepted],
      [false, false],
    );
    assert.equal(verdictOf([review(), review(), undefined], 3).accepted, true);
  });

  it('tell the author what those said who were against something', () => {
    const { advice } = verdictOf([review(), review({ correctness: false, reflection: 'Wrong name.' })], 3);
    assert.deepEqual(advice, ['Against correctness: Wrong name.']);
  });
});
