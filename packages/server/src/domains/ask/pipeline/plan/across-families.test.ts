import { describe, expect, it } from 'vitest';
import { planHarbour } from './test/harbour-plans.ts';

describe('questions about all services', () => {
  it('say nothing of coverage when a service is named', () => {
    expect(planHarbour('requests per second of booking').notices).toBeUndefined();
  });

  it("say nothing of coverage when the measure is no service's requests", () => {
    expect(planHarbour('fuel of the aurora').notices).toBeUndefined();
  });
});
