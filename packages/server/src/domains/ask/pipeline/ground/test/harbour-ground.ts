import { createHarbour, HARBOUR_KNOWLEDGE } from '../../../../../../test/harbour-catalog.ts';
import { loadLexicon } from '../../../../catalog/index.ts';
import { createGround, type Ground } from '../ground.ts';

/** The harbour made searchable, with the product's own lexicon. */
export function createHarbourGround(): Ground {
  return createGround(createHarbour(), HARBOUR_KNOWLEDGE, loadLexicon());
}
