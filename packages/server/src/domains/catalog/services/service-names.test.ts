import { describe, expect, it } from 'vitest';
import { workloadOfPod } from './service-names.ts';

describe('the workload of a pod', () => {
  it.each([
    ['till-6c9d5b7f4-hx7kq', 'till'],
    ['stock-api-79c4f5d6bb-s86pb', 'stock-api'],
    ['kafka-0', 'kafka'],
    ['node-agent-x7k2p', 'node-agent'],
    ['till', null],
    ['report-daily', null],
  ])('%s is %j', (pod, workload) => {
    expect(workloadOfPod(pod)).toBe(workload);
  });
});
