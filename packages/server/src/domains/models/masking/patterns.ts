import { isIPv4, isIPv6 } from 'node:net';

/** One kind of personal or secret text: candidates by pattern, and a closer look where a pattern alone would be wrong. */
export interface MaskPattern {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly accepts?: (text: string) => boolean;
}

/** In this order: what is matched first is not looked at again, so the specific kinds go before the general ones. */
export const ALWAYS_MASKED: readonly MaskPattern[] = [
  { kind: 'KEY', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
  { kind: 'TOKEN', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g }, // JSON Web Token, RFC 7519
  { kind: 'TOKEN', pattern: /(?<=\b(?:bearer|basic) )[\w.~+/-]{8,}=*/gi }, // RFC 6750, RFC 7617
  { kind: 'PASSWORD', pattern: /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}(?=@)/g }, // user info of a URL, RFC 3986
  { kind: 'EMAIL', pattern: /\b[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d-]{0,62}\.)+[a-z]{2,24}\b/gi },
  // The prefixes that GitHub, GitLab, Slack, AWS, Google, Stripe, Grafana, npm, model providers and we give to keys.
  {
    kind: 'TOKEN',
    pattern:
      /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|[sr]k[-_](?:live[-_]|test[-_]|proj[-_]|ant[-_])?|pk[-_](?:live|test)[-_]|whsec_|AIza|ya29\.|npm_|hf_|glsa_|dop_v1_|locum_)[\w-]{12,}/g,
    accepts: (text) => /\d/.test(text),
  },
  { kind: 'TOKEN', pattern: /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g },
  {
    kind: 'SECRET',
    pattern:
      /(?<=\b(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|client[_-]?secret|authorization)["']?\s?[:=]\s?["']?)[^\s"',;&<>{}()]{4,}/gi,
  },
  { kind: 'TOKEN', pattern: /\b(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{32,}\b/gi },
  { kind: 'CARD', pattern: /\b\d(?:[ -]?\d){12,18}\b/g, accepts: isCardNumber },
  { kind: 'IP', pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g, accepts: isIPv4 },
  {
    kind: 'IP',
    pattern: /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f]{0,4})(?![\w:])/gi,
    accepts: (text) => text.length > 3 && isIPv6(text),
  },
  { kind: 'PHONE', pattern: /(?<![\w+])\+\d[\d ().-]{6,18}\d\b/g, accepts: (text) => countDigits(text) >= 8 },
  { kind: 'PHONE', pattern: /(?<![\w.-])(?:\(\d{2,5}\) ?|0\d{1,4}[ /-])\d{3,4}[ -]?\d{3,5}(?![\w.-])/g },
  { kind: 'PHONE', pattern: /(?<![\w.-])\d{3}-\d{3}-\d{4}(?![\w.-])/g },
];

export const HOSTNAMES: readonly MaskPattern[] = [
  {
    kind: 'HOST',
    pattern: /(?<![\w@.-])(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z](?![\w.-]*\w)/gi,
    // "e.g", "Node.js" and the like are no hosts.
    accepts: (text) => text.length > 5 && !/\.(?:js|ts|py|go|rs|java|md|json|ya?ml|html?)$/i.test(text),
  },
];

/** Luhn's check digit, ISO/IEC 7812-1. */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^0+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function countDigits(text: string): number {
  return text.replace(/\D/g, '').length;
}
