import { describe, expect, it } from 'vitest';
import { of } from '../../../../../../test/harbour-catalog.ts';
import { askHarbourWith } from '../../plan/test/harbour-plans.ts';

const ask = askHarbourWith({
  pilots_db_pool_connections: {
    type: 'gauge',
    help: 'Connections.',
    labels: { ...of('pilots'), state: ['idle', 'in_use'] },
  },
  pilots_db_pool_max_connections: { type: 'gauge', help: 'Most.', labels: of('pilots') },
  tugs_memory_used_bytes: { type: 'gauge', help: 'Memory.', labels: { ...of('tugs'), pool: ['eden', 'old'] } },
  tugs_memory_max_bytes: { type: 'gauge', help: 'Most memory.', labels: { ...of('tugs'), pool: ['eden', 'old'] } },
  rope_store_usage: { type: 'gauge', help: 'Ropes.', labels: { ...of('tugs'), state: ['idle', 'used'] } },
  rope_store_max: { type: 'gauge', help: 'Most ropes.', labels: of('tugs') },
});
const used = 'pilots_db_pool_connections{state="in_use", service="pilots"}';
const share = `sum(${used}) / sum(pilots_db_pool_max_connections{service="pilots"})`;

describe('how full a pool is of which a label tells the used part', () => {
  it.each([
    ['database pool usage of pilots', share],
    ['is the db pool of pilots near its limit', share],
    ['is the db pool of pilots nearing its limit', share],
    ['how full is the connection pool of pilots', share],
    ['active connections of the database pool in pilots', used],
    [
      'rope store usage of tugs',
      'sum(rope_store_usage{state="used", service="tugs"}) / sum(rope_store_max{service="tugs"})',
    ],
  ])('answers "%s"', (question, promql) => {
    expect(ask(question)).toMatchObject({ outcome: 'planned', promql });
  });

  it('takes no label for the name of a pool of connections', () => {
    const outcome = ask('is the connection pool of tugs full');
    expect(outcome.outcome === 'planned' ? outcome.promql : '').not.toContain('tugs_memory');
  });
});
