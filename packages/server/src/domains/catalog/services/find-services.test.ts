import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../platform/interruptible/index.ts';
import { findServices, type LabelledFamily } from './find-services.ts';

const find = (families: LabelledFamily[]) => runAtOnce(findServices(families));

function family(name: string, labels: Record<string, readonly string[]>, namespace?: string): LabelledFamily {
  return { name, namespace, labels: new Map(Object.entries(labels).map(([label, values]) => [label, { values }])) };
}

describe('services', () => {
  // proves: CAT-01
  it('are found by every convention, the most explicit label first', () => {
    const { services } = find([
      family('orders_total', { service: ['till'], job: ['shop'] }),
      family('cpu_seconds_total', { container: ['till'] }),
    ]);
    expect(services[0]).toMatchObject({
      name: 'till',
      identifiedBy: [
        { label: 'service', value: 'till' },
        { label: 'container', value: 'till' },
      ],
      metrics: ['cpu_seconds_total', 'orders_total'],
    });
  });

  it('are one whichever way their name is spelled', () => {
    const { services } = find([
      family('a', { service: ['till-svc'] }),
      family('b', { app: ['Till'] }),
      family('c', { job: ['shop/till'] }),
      family('d', { job: ['till-grpc'] }),
      family('e', { deployment: ['till'] }),
    ]);
    expect(services.map(({ name }) => name)).toEqual(['till']);
    expect(services[0]?.metrics).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('keep a suffix that is part of the name because nothing else has the bare name', () => {
    const { services } = find([family('a', { job: ['metrics-server', 'kafka-exporter'] })]);
    expect(services.map(({ name }) => name).sort()).toEqual(['kafka-exporter', 'metrics-server']);
  });

  it('include exporters, which people ask about by their job', () => {
    const { services, servicesByFamily } = find([family('pg_up', { job: ['postgres'] })]);
    expect(services).toMatchObject([{ name: 'postgres', metrics: ['pg_up'] }]);
    expect(servicesByFamily.get('pg_up')).toEqual(['postgres']);
  });

  it('leave out addresses, sidecars and generated ids', () => {
    const values = ['10.0.0.1:8080', 'istio-proxy', 'POD', '0123456789abcdef', '', '42'];
    expect(find([family('a', { service: values })]).services).toEqual([]);
  });

  it('own the metrics that name only their pods', () => {
    const { services, servicesByFamily } = find([
      family('a', { deployment: ['till'] }),
      family('pod_restarts', { pod: ['till-6c9d5b7f4-hx7kq', 'other-0'] }),
    ]);
    expect(services[0]?.podPatterns).toEqual([{ label: 'pod', pattern: 'till-.+' }]);
    expect(servicesByFamily.get('pod_restarts')).toEqual(['till']);
  });

  it('have a namespace when their own metrics agree on one', () => {
    const found = find([
      family('own', { app: ['till'] }, 'shop'),
      family('about_many', { app: ['till', 'stock'] }, 'monitoring'),
      family('by_collector', { job: ['till'] }, 'collectors'),
    ]).services;
    expect(found.map(({ name, namespace }) => [name, namespace])).toEqual([
      ['till', 'shop'],
      ['stock', undefined],
    ]);
  });
});
