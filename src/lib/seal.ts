/**
 * Sealing of what must stand in the database for a moment and be of no use to who reads it there: AES-256-GCM, under a
 * key made from a secret that every instance has.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface Seal {
  /** @param about what it belongs to: unsealed for anything else, it is nothing */
  seal(plain: string, about: string): string;
  /** Null for what was sealed by another secret, for something else, or was tampered with. */
  unseal(sealed: string, about: string): string | null;
}

const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/**
 * @param secret of any length, the same in every instance; when it changes, what was sealed before is lost
 * @param purpose keeps keys of one secret apart
 */
export function createSeal(secret: string, purpose: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, keyBytes));
  return {
    seal(plain, about) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(about));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    },
    unseal(sealed, about) {
      const whole = Buffer.from(sealed, 'base64url');
      if (whole.length < ivBytes + tagBytes) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, whole.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(about));
      decipher.setAuthTag(whole.subarray(ivBytes, ivBytes + tagBytes));
      try {
        const text = decipher.update(whole.subarray(ivBytes + tagBytes));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
