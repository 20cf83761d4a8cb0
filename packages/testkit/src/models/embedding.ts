import { createHash } from 'node:crypto';

/** A unit vector that depends on the text alone: equal texts are equal, others almost orthogonal. */
export function embedText(text: string, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, (_, position) => {
    const digest = createHash('sha256').update(`${position}:${text}`).digest();
    return digest.readInt32BE(0) / 2 ** 31;
  });
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** Little-endian 32-bit floats in base64, the wire form of `encoding_format: "base64"`. */
export function encodeBase64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}
