import assert from 'node:assert/strict';
import path from 'node:path';
import { stateFolder } from './stateFolder';

describe('stateFolder', () => {
  it('takes WHETSTONE_HOME where it is set, and wants it absolute', () => {
    const home = path.resolve('/var/lib/whetstone');
    assert.equal(stateFolder({ WHETSTONE_HOME: home }), home);
    assert.throws(() => stateFolder({ WHETSTONE_HOME: 'state' }), /absolute path; it is "state"/);
  });

  it('follows what each system does with data of its user', () => {
    assert.match(stateFolder({ XDG_DATA_HOME: '/data' }, 'linux'), /^\/data\/whetstone$/);
    assert.match(stateFolder({}, 'linux'), /\.local\/share\/whetstone$/);
    assert.match(stateFolder({}, 'darwin'), /Library\/Application Support\/Whetstone$/);
    assert.match(stateFolder({ LOCALAPPDATA: '/local' }, 'win32'), /Whetstone$/);
  });
});
