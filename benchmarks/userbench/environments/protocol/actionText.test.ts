import assert from 'node:assert/strict';
import { readAction } from './actionText';

describe('text of actions', () => {
  it('is read by its prefix, with blanks around both dropped', () => {
    assert.deepEqual(readAction('  [search]  a hotel \n'), { kind: 'search', content: 'a hotel' });
    assert.deepEqual(readAction('[action]hi'), { kind: 'action', content: 'hi' });
    assert.deepEqual(readAction('[answer] H1'), { kind: 'answer', content: 'H1' });
  });

  it('takes prefixes in lower case only, but the end in any', () => {
    assert.equal(readAction('[Search] hotel').kind, undefined);
    assert.equal(readAction('[ACTION] hi').kind, undefined);
    assert.deepEqual(readAction('[FiNiSh] bye'), { kind: 'finish', content: 'bye' });
  });

  it('has no prefix in the middle of a text, nor a part of one', () => {
    assert.equal(readAction('I do [action] hi').kind, undefined);
    assert.equal(readAction('[answer H1').kind, undefined);
    assert.equal(readAction('').kind, undefined);
  });

  it('trims the blanks that Python trims, and no others', () => {
    assert.equal(readAction('\u001c\u0085\u3000[action]\u2003hi\u00a0').content, 'hi');
    assert.equal(readAction('\ufeff[action] hi').kind, undefined);
  });
});
