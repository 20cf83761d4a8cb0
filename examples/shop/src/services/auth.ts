import { createHash } from 'node:crypto';
import { createInstruments } from '../metrics/definition.ts';
import { failureShare, faultEffect, poolSize, sessionTtlSeconds, storeLatency } from '../world/behaviour.ts';
import { drawSeconds, type Latency } from '../world/latency.ts';
import { hashText } from '../world/random.ts';
import { type AuthMethod, authCall, authLabels, authMethods, authMetrics } from './auth-metrics.ts';
import { createPool, type Pool } from './pool.ts';
import {
  type Service,
  type ServiceDependencies,
  type ServiceKind,
  type ServiceReply,
  type ServiceRequest,
  textField,
} from './service.ts';

interface Session {
  user: string;
  expiresMs: number;
}

type Dependencies = ServiceDependencies & {
  sessions: Map<string, Session>;
  pool: Pool;
  instruments: ReturnType<typeof instrument>;
};

/** Logs customers in and vouches for their tokens. JSON over HTTP underneath, metrics as a gRPC server has them. */
export const auth: ServiceKind = { name: 'auth', constantLabels: authLabels, create: createAuth };

/** The password a customer of the shop has. */
export function passwordOf(user: string): string {
  return createHash('sha256').update(`shop customer ${user}`).digest('base64url').slice(0, 16);
}

function createAuth(base: ServiceDependencies): Service {
  const sessions = new Map<string, Session>();
  const pool = createPool(poolSize.auth);
  const deps: Dependencies = { ...base, sessions, pool, instruments: instrument(base, { sessions, pool }) };
  return { handle: (request) => measured(request, deps) };
}

function instrument(base: ServiceDependencies, { sessions, pool }: Pick<Dependencies, 'sessions' | 'pool'>) {
  const create = createInstruments(base.registry);
  const { version, commit } = base.release;
  create.gauge(authMetrics.buildInfo).set({ version, revision: commit }, 1);
  create.gauge(authMetrics.poolMax).set(pool.size);
  create.gauge(authMetrics.poolWaiting, (gauge) => gauge.set(pool.waiting()));
  create.gauge(authMetrics.poolConnections, (gauge) => {
    gauge.set({ state: 'in_use' }, pool.inUse());
    gauge.set({ state: 'idle' }, pool.size - pool.inUse());
  });
  create.gauge(authMetrics.sessions, (gauge) => {
    for (const [token, session] of sessions) if (session.expiresMs <= base.now()) sessions.delete(token);
    gauge.set(sessions.size);
  });
  const logins = create.counter(authMetrics.logins);
  for (const result of ['success', 'wrong_password', 'error']) logins.inc({ result }, 0);
  return {
    logins,
    started: create.counter(authMetrics.started),
    handled: create.counter(authMetrics.handled),
    handling: create.histogram(authMetrics.handling),
    inFlight: create.gauge(authMetrics.inFlight),
  };
}

type Code = 'OK' | 'Unauthenticated' | 'Internal' | 'Unimplemented';
const statusOf: Record<Code, number> = { OK: 200, Unauthenticated: 401, Internal: 500, Unimplemented: 501 };
type Outcome = { code: Code; fields?: ServiceReply['fields'] };

const handlers: Record<AuthMethod, (request: ServiceRequest, deps: Dependencies) => Outcome> = {
  Login: login,
  VerifyToken: verifyToken,
  Logout: logout,
};
const work: Record<AuthMethod, Latency> = {
  Login: storeLatency.authLogin,
  VerifyToken: storeLatency.authToken,
  Logout: storeLatency.authToken,
};

async function measured(request: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const method = authMethods.find((name) => request.path === `/${name}`);
  if (!method) return { status: statusOf.Unimplemented, fields: { code: 'Unimplemented' } };
  const { instruments, pool, random } = deps;
  const labels = { ...authCall, grpc_method: method };
  instruments.started.inc(labels);
  instruments.inFlight.inc();
  const stop = instruments.handling.startTimer(labels);
  await pool.use(() => deps.sleep(drawSeconds(work[method], random)));
  const { code, fields = {} }: Outcome = random.chance(failureShare.authInternal)
    ? { code: 'Internal' }
    : handlers[method](request, deps);
  stop();
  instruments.inFlight.dec();
  instruments.handled.inc({ ...labels, grpc_code: code });
  if (method === 'Login') instruments.logins.inc({ result: loginResult(code) });
  return { status: statusOf[code], fields: { ...fields, code } };
}

function loginResult(code: Code): string {
  if (code === 'OK') return 'success';
  return code === 'Unauthenticated' ? 'wrong_password' : 'error';
}

function login({ fields }: ServiceRequest, deps: Dependencies): Outcome {
  const user = textField(fields, 'user');
  // What the new release broke: it mangles the names of some customers before comparing, always the same ones.
  const mangled = deps.hasFault('auth-deploy') && hashText(user) % 100 < faultEffect.rejectedCustomerShare * 100;
  if (mangled || textField(fields, 'password') !== passwordOf(user)) return { code: 'Unauthenticated' };
  const token = `${user}.${deps.random.below(2 ** 32).toString(36)}`;
  deps.sessions.set(token, { user, expiresMs: deps.now() + sessionTtlSeconds * 1000 });
  return { code: 'OK', fields: { token } };
}

function verifyToken({ fields }: ServiceRequest, deps: Dependencies): Outcome {
  const session = deps.sessions.get(textField(fields, 'token'));
  if (!session || session.expiresMs <= deps.now()) return { code: 'Unauthenticated' };
  return { code: 'OK', fields: { user: session.user } };
}

function logout({ fields }: ServiceRequest, deps: Dependencies): Outcome {
  deps.sessions.delete(textField(fields, 'token'));
  return { code: 'OK' };
}
