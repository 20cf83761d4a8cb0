import { counter, gauge, histogram } from '../metrics/definition.ts';

const call = ['grpc_type', 'grpc_service', 'grpc_method'] as const;

/** Style: the names and labels of the usual gRPC server interceptors; nothing in the metrics names the service. */
export const authLabels = {};

export const authMetrics = {
  started: counter('grpc_server_started_total', 'RPCs started on the server', call),
  handled: counter('grpc_server_handled_total', 'RPCs completed on the server, whatever the outcome', [
    ...call,
    'grpc_code',
  ]),
  handling: histogram(
    'grpc_server_handling_seconds',
    'Response latency of RPCs handled by the server, in seconds',
    call,
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
  ),
  logins: counter('auth_logins_total', 'Login attempts by result', ['result']),
  sessions: gauge('auth_sessions_active', 'Sessions that have not expired or been closed'),
  inFlight: gauge('auth_rpcs_in_flight', 'RPCs being worked on'),
  poolConnections: gauge('auth_db_pool_connections', 'Connections of the user store by state', ['state']),
  poolMax: gauge('auth_db_pool_max_connections', 'Connections the user store pool may open'),
  poolWaiting: gauge('auth_db_pool_waiting_requests', 'Requests waiting for a connection of the user store'),
  buildInfo: gauge('auth_build_info', 'Always 1; the labels say which build is running', ['version', 'revision']),
};

export const authCall = { grpc_type: 'unary', grpc_service: 'shop.auth.v1.Auth' };
export const authMethods = ['Login', 'VerifyToken', 'Logout'] as const;
export type AuthMethod = (typeof authMethods)[number];
