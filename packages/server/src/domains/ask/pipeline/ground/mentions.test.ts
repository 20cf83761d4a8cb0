import { describe, expect, it } from 'vitest';
import { findMentions } from './mentions.ts';
import { createHarbourGround } from './test/harbour-ground.ts';

const ground = createHarbourGround();
const read = (words: string, literals: readonly string[] = []) =>
  findMentions(words, literals, ground.services, ground.values).map((mention) => ({
    text: mention.text,
    is: mention.service?.name ?? mention.places[0]?.value,
    specific: mention.specific,
  }));

describe('mentions', () => {
  it('finds services and values by their names', () => {
    expect(read('fuel of aurora and requests of booking')).toEqual([
      { text: 'aurora', is: 'aurora', specific: false },
      { text: 'booking', is: 'booking', specific: false },
    ]);
  });

  it('finds a name of several words, hyphenated or not', () => {
    for (const words of ['requests of tide-api', 'requests of tide api'])
      expect(read(words)).toMatchObject([{ is: 'tide-api' }]);
  });

  it('takes the kind of thing that follows a name as part of it', () => {
    expect(read('the booking service')).toEqual([{ text: 'booking service', is: 'booking', specific: false }]);
  });

  it('reads the possessive of a name', () => {
    expect(read("aurora's fuel")).toMatchObject([{ is: 'aurora' }]);
  });

  it('forgives a slip of the keyboard in a long name', () => {
    expect(read('fuel of boraelis')).toMatchObject([{ is: 'borealis' }]);
    expect(read('requests of bokking')).toMatchObject([{ is: 'booking' }]);
  });

  it('takes a word with a slip of the keyboard for no service that is further off', () => {
    expect(read('bording duration')).toEqual([]);
  });

  it('does not take the plural of a word for a typo of a service', () => {
    expect(read('cranes').map(({ is }) => is)).not.toContain('crane-0:8080');
    expect(findMentions('bookings', [], ground.services, ground.values)[0]?.corrected).toBeUndefined();
  });

  it('finds hosts and paths, which can be nothing but names, and status codes', () => {
    expect(read('requests of crane-1')).toMatchObject([{ is: 'crane-1:8080', specific: true }]);
    expect(read('requests to /api/voyages')).toMatchObject([{ is: '/api/voyages', specific: true }]);
    expect(read('requests with 404')).toMatchObject([{ is: '404' }]);
    expect(read('requests with 404s')).toMatchObject([{ is: '404' }]);
  });

  it('reads alternatives with slashes one by one, and a path as one', () => {
    expect(read('requests of booking/tickets').map(({ is }) => is)).toEqual(['booking', 'tickets']);
    expect(read('requests to /api/seats')).toHaveLength(1);
  });

  it('finds quoted text whole', () => {
    expect(read('requests', ['tide-api'])).toMatchObject([{ text: 'tide-api', specific: true }]);
  });

  it.each(['5xx errors', 'more than 12 ships', 'the rate of all', 'a b c'])('finds no name in "%s"', (words) => {
    expect(read(words)).toEqual([]);
  });

  it('prefers the longest name', () => {
    expect(read('get /api/seats').map(({ text }) => text)).toEqual(['get', '/api/seats']);
  });
});
