import { describe, expect, it } from 'vitest';
import { functions } from './functions.ts';
import { parse } from './parse.ts';
import { supportedBy } from './supported-by.ts';

function support(text: string, version: string, experimentalFunctions = false) {
  const result = parse(text);
  if (!result.ok) throw new Error(result.error.message);
  return supportedBy(result.expr, version, { experimentalFunctions });
}

describe('functions', () => {
  it('describes parameters, result, release and meaning', () => {
    expect(functions.get('round')).toMatchObject({
      parameters: [
        { name: 'v', type: 'vector', optional: false, repeated: false },
        { name: 'nearest', type: 'scalar', optional: true, repeated: false },
      ],
      returns: 'vector',
      since: '1.0',
      experimental: false,
    });
    expect(functions.get('time')?.returns).toBe('scalar');
    expect(functions.get('label_join')?.parameters.at(-1)).toMatchObject({ repeated: true, optional: true });
  });

  it('has a sentence and a release for every function', () => {
    for (const entry of functions.values()) {
      expect(entry.doc).toMatch(/\.$/);
      expect(entry.since).toMatch(/^\d+\.\d+$/);
    }
  });
});

describe('supportedBy', () => {
  it.each([
    ['info(up)', '2.42.0', 'Prometheus 2.55'],
    ['limitk(3, up)', '2.42.0', 'Prometheus 2.54'],
    ['{"a.b"}', '2.42.0', 'Prometheus 3.0'],
    ['up{"a.b"="c"}', '2.42.0', 'Prometheus 3.0'],
    ['sum by ("a.b") (up)', '2.42.0', 'Prometheus 3.0'],
    ['holt_winters(up[1h], 0.5, 0.5)', '3.1.0', 'Prometheus before 3.0'],
    ['mad_over_time(up[5m])', '3.1.0', '--enable-feature=promql-experimental-functions'],
    ['first_over_time(up[5m])', '3.8.0', '--enable-feature=promql-experimental-functions'],
  ])('names what %s needs on %s', (text, version, needs) => {
    const result = support(text, version);
    expect(result).toMatchObject({ supported: false, missing: [{ needs }] });
  });

  it('accepts what the release has, and experimental functions behind their flag', () => {
    expect(support('sum(rate(up[5m]))', '2.42.0')).toEqual({ supported: true });
    expect(support('first_over_time(up[5m])', '3.14.0')).toEqual({ supported: true });
    expect(support('mad_over_time(up[5m])', '3.1.0', true)).toEqual({ supported: true });
  });
});
