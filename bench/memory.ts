/**
 * Resident memory of the server with its embedded database: idle after discovery, and after 10,000 questions, nine of ten new.
 *
 *   node bench/memory.ts [--questions 10000]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRecordedShop } from '../packages/server/test/recorded-shop.ts';
import { distinctQuestions } from './measure/questions.ts';
import { report } from './measure/report.ts';
import { startServer } from './measure/server.ts';

const { values } = parseArgs({ options: { questions: { type: 'string', default: '10000' } } });
const MIB = 2 ** 20;
const AT_ONCE = 8;

const prometheus = await startRecordedShop(Math.floor(Date.now() / 1000), { afterwards: 7200 });
const server = await startServer({ prometheusUrl: prometheus.url });
try {
  await server.ask('memory of cart');
  await sleep(3000);
  const idle = server.residentBytes();
  const count = Number(values.questions);
  const questions = distinctQuestions();
  let asked = 0;
  const startedAt = performance.now();
  const worker = async () => {
    while (asked < count) {
      asked += 1;
      await server.post(asked % 10 === 0 ? 'memory of cart' : (questions.next().value ?? ''));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(3000);
  const isFine = report('memory', [
    { name: 'idle, after discovery and one question', value: idle / MIB, unit: 'MiB', most: 500 },
    { name: `after ${count} questions`, value: server.residentBytes() / MIB, unit: 'MiB', most: 900 },
    { name: `time for ${count} questions, ${AT_ONCE} at once`, value: seconds, unit: 's' },
  ]);
  process.exitCode = isFine ? 0 : 1;
} finally {
  await server.stop();
  await prometheus.stop();
}
