import { startWirePrometheus } from '@locum/testkit';
import { expect, it } from 'vitest';
import { askBatch, type BatchAnswer } from './ask-batch.ts';
import { builtInPlanner, type Planner } from './domains/ask/index.ts';

it('a question that breaks the planner costs no other one its answer', async () => {
  const prometheus = await startWirePrometheus({ dialect: 'prometheus-3' });
  const planner: Planner = {
    plan(input) {
      if (input.question.includes('breaks')) throw new TypeError('a bug');
      return builtInPlanner.plan(input);
    },
  };
  const faults: unknown[] = [];
  const questions = [
    { id: 'a', question: 'rate of receipts' },
    { id: 'b', question: 'what breaks it' },
    { id: 'c', question: 'rate of receipts' },
  ];
  const answers: BatchAnswer[] = [];
  const now = Date.now() / 1000;
  const onFault = (id: string, error: unknown) => faults.push([id, error]);
  for await (const answer of askBatch(questions, { prometheusUrl: prometheus.url, now, planner, onFault }))
    answers.push(answer);
  await prometheus.stop();
  expect(answers[0]?.promql).toContain('till_receipts_total');
  expect(answers[1]).toMatchObject({ id: 'b', promql: null, refused: true, declined: false, reason: 'internal' });
  expect(answers[2]).toMatchObject({ id: 'c', promql: answers[0]?.promql });
  expect(faults).toEqual([['b', expect.any(TypeError)]]);
});
