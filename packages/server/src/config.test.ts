import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { SettingsError } from './platform/settings/index.ts';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  // proves: START-06
  it('works without any setting: this machine only, embedded database', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4600,
      database: { url: undefined },
      prometheus: undefined,
    });
    expect(config.dataDir).toBe(join(homedir(), '.local', 'share', 'locum'));
    expect(readConfig({ XDG_DATA_HOME: '/data' }).dataDir).toBe('/data/locum');
  });

  // proves: START-07
  it('reports every fault at once, each with its variable', () => {
    const faults = faultsOf({
      LOCUM_PORT: '70000',
      LOCUM_LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://db',
      LOCUM_PROMETHEUS_URL: 'prometheus:9090',
      LOCUM_PROMETHEUS_HEADERS: '{',
      LOCUM_MODEL_PROVIDER: 'anthropic',
      LOCUM_MODEL_KEY: 'key',
    });
    expect(faults).toEqual([
      'LOCUM_PORT="70000" must be a whole number from 0 to 65535.',
      'LOCUM_LOG_LEVEL="loud" must be one of fatal, error, warn, info, debug, trace, silent.',
      'DATABASE_URL must start with postgres:// or postgresql://.',
      'LOCUM_PROMETHEUS_URL="prometheus:9090" must be an address that starts with http:// or https://.',
      'LOCUM_PROMETHEUS_HEADERS must be a JSON object such as {"X-Team":"checkout"}.',
      'LOCUM_MODEL_PROVIDER needs LOCUM_MODEL_NAME: which model to use.',
    ]);
  });

  // proves: START-07
  it('never prints the value of a secret', () => {
    const secrets = {
      LOCUM_SECRET_KEY: 'hunter2',
      DATABASE_URL: 'hunter2',
      LOCUM_PROMETHEUS_HEADERS: 'hunter2',
      LOCUM_PROMETHEUS_URL: 'htps://reader:hunter2@mimir.example',
    };
    expect(faultsOf(secrets)).toHaveLength(4);
    expect(faultsOf(secrets).join('\n')).not.toContain('hunter2');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ LOCUM_PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 4600,
      database: { url: undefined },
    });
  });

  it('warns of a variable that is no setting, with the one that may have been meant', () => {
    expect(readConfig({ LOCUM_URL: 'http://127.0.0.1:4600', LOCUM_TOKEN: 'token' }).unknownSettings).toEqual([]);
    expect(readConfig({ LOCUM_PROT: '1', LOCUM_QUERY_BUGDET_SAMPLES: '1', LOCUM_COLOUR: '1' }).unknownSettings).toEqual(
      [
        'LOCUM_PROT is no setting; did you mean LOCUM_PORT?',
        'LOCUM_QUERY_BUGDET_SAMPLES is no setting; did you mean LOCUM_QUERY_BUDGET_SAMPLES?',
        'LOCUM_COLOUR is no setting.',
      ],
    );
  });

  it('builds the source from its variables', () => {
    const { prometheus } = readConfig({
      LOCUM_PROMETHEUS_URL: 'https://mimir.example/prometheus',
      LOCUM_PROMETHEUS_USERNAME: 'reader',
      LOCUM_PROMETHEUS_PASSWORD: 'pass',
      LOCUM_PROMETHEUS_TENANT: 'team-a',
      LOCUM_PROMETHEUS_HEADERS: '{"X-Team":"checkout"}',
    });
    expect(prometheus?.settings).toMatchObject({
      url: 'https://mimir.example/prometheus',
      auth: { type: 'basic', username: 'reader', password: 'pass' },
      tenant: 'team-a',
      headers: { 'X-Team': 'checkout' },
    });
  });

  it('takes a token without the line break at its end, and refuses what no header can carry', () => {
    const url = { LOCUM_PROMETHEUS_URL: 'http://127.0.0.1:9090' };
    const { prometheus } = readConfig({ ...url, LOCUM_PROMETHEUS_TOKEN: 'token\n' });
    expect(prometheus?.settings.auth).toEqual({ type: 'bearer', token: 'token' });
    expect(
      faultsOf({
        LOCUM_PROMETHEUS_URL: 'http://reader:100%@127.0.0.1:9090',
        LOCUM_PROMETHEUS_TOKEN: 'one\ntwo',
        LOCUM_PROMETHEUS_HEADERS: '{"X Team":"a","Content-Length":"5","X-Team":"b"}',
      }),
    ).toEqual([
      'LOCUM_PROMETHEUS_URL="http://…@127.0.0.1:9090" must have its user and password percent-encoded.',
      'LOCUM_PROMETHEUS_TOKEN must hold no line break and only characters of Latin-1.',
      'LOCUM_PROMETHEUS_HEADERS must not name the header "X Team"; must not name the header "Content-Length".',
    ]);
    expect(faultsOf({ LOCUM_PROMETHEUS_HEADERS: '{"X-Team":"日本"}' })).toEqual([
      'LOCUM_PROMETHEUS_HEADERS must hold no line break and only characters of Latin-1.',
    ]);
  });

  it.each([
    [{ LOCUM_PROMETHEUS_USERNAME: 'u' }, 'belong together'],
    [
      { LOCUM_PROMETHEUS_USERNAME: 'u', LOCUM_PROMETHEUS_PASSWORD: 'p', LOCUM_PROMETHEUS_TOKEN: 't' },
      'exclude each other',
    ],
  ])('refuses credentials that do not fit together: %o', (environment, words) => {
    expect(faultsOf(environment).join()).toContain(words);
  });
});
