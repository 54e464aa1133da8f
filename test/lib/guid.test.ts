import assert from 'node:assert/strict';
import { isGuid } from '../../src/lib/guid.ts';
import { sameUrl } from '../../src/lib/sameUrl.ts';

describe('isGuid', () => {
  it('knows a GUID in either case, and nothing else', () => {
    assert.ok(isGuid('5a1c1a36-53a5-4f86-a6a1-0ec2dbb6d1a5'));
    assert.ok(isGuid('5A1C1A36-53A5-4F86-A6A1-0EC2DBB6D1A5'));
    for (const none of [
      '',
      '5a1c1a3653a54f86a6a10ec2dbb6d1a5',
      ' 5a1c1a36-53a5-4f86-a6a1-0ec2dbb6d1a5',
      '29:x',
    ])
      assert.ok(!isGuid(none), none);
  });
});

describe('sameUrl', () => {
  it('forgives a trailing slash and nothing else', () => {
    assert.ok(sameUrl('https://a.example/teams', 'https://a.example/teams/'));
    assert.ok(!sameUrl('https://a.example/teams', 'https://b.example/teams'));
  });
});
