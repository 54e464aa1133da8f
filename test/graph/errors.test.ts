import assert from 'node:assert/strict';
import type { Doing, Meaning } from '../../src/graph/errors.ts';
import { meaningOf } from '../../src/graph/errors.ts';

const table: [number, string, string, Meaning, Doing?][] = [
  [
    403,
    'Unauthorized',
    'App x is not authorized to create meeting on behalf of user y.',
    'accessPolicyMissing',
  ],
  [403, 'Forbidden', 'No application access policy found for this app', 'accessPolicyMissing'],
  [
    401,
    'Unauthorized',
    'App x is not authorized to Create meeting on behalf of user y',
    'accessPolicyMissing',
  ],
  [
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
    'consentMissing',
  ],
  [403, '7504', 'Insufficient enterprise tenant permissions, cannot access this API.', 'consentMissing'],
  [403, 'Forbidden', 'Missing role permissions on the request.', 'consentMissing'],
  [403, 'Forbidden', 'Missing role permissions on the request.', 'consentMissing', 'remove'],
  [403, 'Forbidden', 'The app is not allowed to remove participants.', 'removalNotAllowed', 'remove'],
  [403, '7503', 'Application is not registered in our store.', 'callingNotRegistered'],
  [403, '7505', 'Request authorization tenant mismatch.', 'tenantMismatch'],
  [401, 'InvalidAuthenticationToken', 'Access token has expired.', 'tokenRefused'],
  [404, 'NotFound', 'Call not found.', 'notFound'],
  [409, 'Conflict', 'x', 'conflict'],
  [429, 'TooManyRequests', 'x', 'throttled'],
  [500, '9999', 'x', 'unavailable'],
  [503, 'ServiceUnavailable', 'x', 'unavailable'],
  [0, 'timeout', 'x', 'unavailable'],
  [400, 'BadRequest', 'x', 'badRequest'],
  [422, 'x', 'y', 'badRequest'],
];

describe('what an error of Graph means', () => {
  for (const [status, code, message, expected, during] of table) {
    it(`${status} ${code} "${message}"${during ? ` during ${during}` : ''}: ${expected}`, () => {
      assert.equal(meaningOf({ status, code, message }, during), expected);
    });
  }
});
