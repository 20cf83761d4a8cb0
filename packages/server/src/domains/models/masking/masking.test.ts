import { describe, expect, it } from 'vitest';
import { createMasking } from './masking.ts';

const plain = { masksHostnames: false };

describe('masking', () => {
  it.each([
    ['EMAIL', 'mail ann.b+ops@shop.example.com now'],
    ['IP', 'errors on 10.20.30.40:90 today'],
    ['IP', 'errors on 2001:db8::8a2e:370:7334 today'],
    ['IP', 'ping fe80::1 please'],
    ['TOKEN', 'with eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl inside'],
    ['TOKEN', 'Authorization: Bearer abcdef123456.xyz'],
    ['TOKEN', 'key sk-proj-abcDEF1234567890abcd works'],
    ['TOKEN', 'pushed with ghp_0123456789abcdefghij0123456789abcdef'],
    ['TOKEN', 'AKIAIOSFODNN7EXAMPLE was used'],
    ['TOKEN', 'digest 9f86d081884c7d659a2feaa0c55ad015 seen'],
    ['SECRET', 'password=hunter22 was tried'],
    ['SECRET', '{"api_key": "s3cr3tvalue"}'],
    ['PASSWORD', 'postgres://app:pa55word@db/shop'],
    ['CARD', 'card 4111 1111 1111 1111 was declined'],
    ['PHONE', 'call +49 (30) 1234-5678 at night'],
    ['PHONE', 'call 030 1234 5678 at night'],
    ['PHONE', 'call 555-867-5309 at night'],
    ['KEY', '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----'],
  ])('replaces %s and puts it back: %s', (kind, text) => {
    const masking = createMasking(plain);
    const masked = masking.mask(text);
    expect(masked).toContain(`MASKED_${kind}_1`);
    expect(masked.replace(/MASKED_[A-Z]+_\d+/g, '')).not.toMatch(/\d{4}|hunter|s3cr3t|pa55|ann\.b/);
    expect(masking.unmask(masked)).toBe(text);
  });

  it.each([
    'rate(http_requests_total{code=~"5..", job="api"}[5m]) over 90 days',
    'histogram_quantile(0.99, sum by (le) (rate(rpc_duration_seconds_bucket[10m]))) > 1.5',
    'between 2026-01-31 12:00:00 and 2026-02-01T00:00:00Z at 1767225600',
    'Prometheus 2.53.1, Node.js 24.1.0, 1234567890123 bytes, 100000000 samples, 12:30:45',
    'the password failures and api keys per second by token type of cart::checkout',
    'jvm_memory_used_bytes{area="heap"} / jvm_memory_max_bytes, top 100 200 300',
  ])('leaves queries, numbers, times and ordinary words alone: %s', (text) => {
    expect(createMasking(plain).mask(text)).toBe(text);
  });

  it('gives the same text the same placeholder, and equal requests equal masks', () => {
    const text = 'from 10.0.0.1 to 10.0.0.2 and back to 10.0.0.1';
    expect(createMasking(plain).mask(text)).toBe('from MASKED_IP_1 to MASKED_IP_2 and back to MASKED_IP_1');
    expect(createMasking(plain).mask(text)).toBe(createMasking(plain).mask(text));
  });

  it('puts originals back into every string of a reply, whatever its case', () => {
    const masking = createMasking(plain);
    masking.mask('10.0.0.1 and ann@example.com');
    const reply = { promql: 'up{instance="MASKED_IP_1:9100"}', words: ['masked_email_1', 3, null] };
    expect(masking.unmask(reply)).toEqual({
      promql: 'up{instance="10.0.0.1:9100"}',
      words: ['ann@example.com', 3, null],
    });
  });

  it('does not confuse its placeholders with text that looks like one', () => {
    const masking = createMasking(plain);
    const text = 'MASKED_IP_1 is not 10.0.0.9, and MASKED_IP_2 is nothing';
    expect(masking.unmask(masking.mask(text))).toBe(text);
    expect(masking.unmask('MASKED_IP_7')).toBe('MASKED_IP_7');
  });

  it('hides host names and names of instances only where that is wanted', () => {
    const text = 'cpu of db-1.internal.example.com and pod web-7f9c, but web-7f9cd is another';
    expect(createMasking(plain).mask(text)).toBe(text);
    const masking = createMasking({ masksHostnames: true, names: ['web-7f9c'] });
    const masked = masking.mask(text);
    expect(masked).toBe('cpu of MASKED_HOST_1 and pod MASKED_INSTANCE_1, but web-7f9cd is another');
    expect(masking.unmask(masked)).toBe(text);
  });

  // A pattern that backtracks would not come to an end within the time limit of a test.
  it.each(['a.', '1-', ':', '1.', '+1 ', 'a@', '://', '-----BEGIN PRIVATE KEY-----', 'password: ', '(0'])(
    'comes to an end with 100,000 characters of %j',
    (part) => {
      const text = part.repeat(Math.ceil(100_000 / part.length));
      const masking = createMasking({ masksHostnames: true });
      expect(masking.unmask(masking.mask(text))).toBe(text);
    },
  );
});
