import type { SourceInput } from '@locum/contracts';

/** What stands in the form; texts as typed. */
export interface ConnectionForm {
  name: string;
  url: string;
  auth: 'none' | 'basic' | 'bearer';
  username: string;
  password: string;
  token: string;
  tenant: string;
  /** One `Name: value` a line. */
  headers: string;
  caPem: string;
  insecureSkipVerify: boolean;
  pinnedSha256: string;
}

export const emptyConnection: ConnectionForm = {
  name: 'Prometheus',
  url: '',
  auth: 'none',
  username: '',
  password: '',
  token: '',
  tenant: '',
  headers: '',
  caPem: '',
  insecureSkipVerify: false,
  pinnedSha256: '',
};

export type FormProblems = Partial<Record<keyof ConnectionForm, string>>;
export type ReadForm = { input: SourceInput } | { problems: FormProblems };

/** The source that the form describes, or what is wrong with it, field by field. */
export function readConnection(form: ConnectionForm): ReadForm {
  const problems: FormProblems = {};
  const url = form.url.trim();
  if (!isWebAddress(url)) problems.url = 'Give the base address, for example http://127.0.0.1:9090.';
  if (!form.name.trim()) problems.name = 'Give it a name.';
  if (form.auth === 'basic' && !form.username) problems.username = 'Basic authentication needs a user name.';
  if (form.auth === 'bearer' && !form.token.trim()) problems.token = 'Paste the token.';
  const headers = readHeaders(form.headers);
  if (!headers) problems.headers = 'Write one header a line, as Name: value.';
  if (Object.keys(problems).length > 0 || !headers) return { problems };
  return {
    input: {
      name: form.name.trim(),
      kind: 'prometheus',
      settings: {
        url,
        auth: authOf(form),
        headers,
        timeoutMs: 30_000,
        ...(form.tenant.trim() ? { tenant: form.tenant.trim() } : {}),
        ...tlsOf(form),
      },
    },
  };
}

function authOf(form: ConnectionForm): SourceInput['settings']['auth'] {
  if (form.auth === 'basic') return { type: 'basic', username: form.username, password: form.password };
  if (form.auth === 'bearer') return { type: 'bearer', token: form.token.trim() };
  return { type: 'none' };
}

function tlsOf({ caPem, insecureSkipVerify, pinnedSha256 }: ConnectionForm): Pick<SourceInput['settings'], 'tls'> {
  if (!caPem.trim() && !insecureSkipVerify && !pinnedSha256.trim()) return {};
  return {
    tls: {
      insecureSkipVerify,
      ...(caPem.trim() ? { caPem: caPem.trim() } : {}),
      ...(pinnedSha256.trim() ? { pinnedSha256: pinnedSha256.trim() } : {}),
    },
  };
}

function readHeaders(text: string): Record<string, string> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^\s*([\w!#$%&'*+.^`|~-]+)\s*:\s*(.*?)\s*$/.exec(line));
  return pairs.every((pair) => pair !== null) ? Object.fromEntries(pairs.map((pair) => [pair[1], pair[2]])) : null;
}

function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
