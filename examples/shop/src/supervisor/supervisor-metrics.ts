import { counter, gauge } from '../metrics/definition.ts';

/** Exposed by the supervisor, as a process manager's exporter would: the program's own counters do not survive its restart. */
export const supervisorMetrics = {
  restarts: counter('supervisor_program_restarts_total', 'Times a program was started again, by deploys and crashes', [
    'program',
    'reason',
  ]),
  up: gauge('supervisor_program_up', '1 while the program runs', ['program']),
};
