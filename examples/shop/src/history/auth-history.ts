import { type AuthMethod, authCall, authMetrics as metrics } from '../services/auth-metrics.ts';
import { poolSize, sessionTtlSeconds, storeLatency, visit } from '../world/behaviour.ts';
import { type Latency, meanSeconds, reshape } from '../world/latency.ts';
import { type ReleaseStage, releaseOf } from '../world/releases.ts';
import { type Flow, type JobHistory, together } from './job-history.ts';
import { processHistory } from './process-history.ts';
import type { Frame } from './timeline.ts';

const overhead = { addSeconds: 0.0006 };
const loginLatency = reshape(storeLatency.authLogin, overhead);
const tokenLatency = reshape(storeLatency.authToken, overhead);
const visitSeconds = 12;

export function authHistory(history: JobHistory, seed: string): void {
  const login = {
    OK: history.flow(({ rates }) => rates.logins.success),
    Unauthenticated: history.flow(({ rates }) => rates.logins.wrongPassword),
    Internal: history.flow(({ rates }) => rates.logins.error),
  };
  const verify = { OK: history.flow(({ rates }) => rates.verifications) };
  const logout = { OK: history.flow(({ rates }) => rates.logouts) };
  const all = [
    rpc(history, 'Login', login, loginLatency),
    rpc(history, 'VerifyToken', verify, tokenLatency),
    rpc(history, 'Logout', logout, tokenLatency),
  ];
  history.counter(metrics.logins, { result: 'success' }, login.OK);
  history.counter(metrics.logins, { result: 'wrong_password' }, login.Unauthenticated);
  history.counter(metrics.logins, { result: 'error' }, login.Internal);
  saturation(history);
  for (const stage of ['current', 'withdrawn'] as const) build(history, stage, seed);
  processHistory(history, together(...all), () => 0);
}

function rpc(history: JobHistory, method: AuthMethod, flows: Record<string, Flow>, latency: Latency): Flow {
  const labels = { ...authCall, grpc_method: method };
  const all = together(...Object.values(flows));
  history.counter(metrics.started, labels, all);
  for (const [code, flow] of Object.entries(flows)) {
    history.counter(metrics.handled, { ...labels, grpc_code: code }, flow);
  }
  history.histogram(metrics.handling, labels, all, () => latency);
  return all;
}

function saturation(history: JobHistory): void {
  const { random } = history;
  history.gauge(metrics.sessions, {}, (frame) => {
    const uptimeSeconds = (frame.atMs - history.startedMs(frame.atMs)) / 1000;
    const kept =
      (1 - visit.logoutShare) * Math.min(sessionTtlSeconds, uptimeSeconds) + visit.logoutShare * visitSeconds;
    return random.poisson(frame.rates.logins.success * kept);
  });
  const busy = history.timeline.frames.map((frame) => Math.min(poolSize.auth, random.poisson(concurrency(frame))));
  history.gauge(metrics.inFlight, {}, (_, index) => busy[index] ?? 0);
  history.gauge(metrics.poolConnections, { state: 'in_use' }, (_, index) => busy[index] ?? 0);
  history.gauge(metrics.poolConnections, { state: 'idle' }, (_, index) => poolSize.auth - (busy[index] ?? 0));
  history.gauge(metrics.poolMax, {}, () => poolSize.auth);
  history.gauge(metrics.poolWaiting, {}, () => 0);
}

function concurrency({ rates }: Frame): number {
  const logins = rates.logins.success + rates.logins.wrongPassword;
  return logins * meanSeconds(loginLatency) + (rates.verifications + rates.logouts) * meanSeconds(tokenLatency);
}

function build(history: JobHistory, stage: ReleaseStage, seed: string): void {
  const { version, commit } = releaseOf('auth', stage, seed);
  const { timeline } = history;
  if (stage === 'withdrawn' && !timeline.frames.some((frame) => frame.faults.has('auth-deploy'))) return;
  history.gauge(metrics.buildInfo, { version, revision: commit }, ({ faults }) =>
    faults.has('auth-deploy') === (stage === 'withdrawn') ? 1 : null,
  );
}
