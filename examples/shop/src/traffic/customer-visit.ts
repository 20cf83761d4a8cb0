import { passwordOf } from '../services/auth.ts';
import type { CallPeer } from '../services/call-peer.ts';
import { vocabulary } from '../services/search-corpus.ts';
import { type Fields, textField } from '../services/service.ts';
import { averageOrderEuros, indexShare, searchIndexes, visit } from '../world/behaviour.ts';
import type { Random } from '../world/random.ts';

interface Dependencies {
  callPeer: CallPeer;
  random: Random;
  /** Waits as a person does between two clicks; rejects with an AbortError when the traffic stops. */
  think(seconds: number): Promise<void>;
}

const customers = 400;
const orderEuros = { least: 0.3, spread: 1.4 };

/** One customer: searches, and perhaps logs in, fills a cart, asks for a quote, orders, looks at the order, logs out. */
export async function customerVisit(deps: Dependencies): Promise<void> {
  const { random } = deps;
  const searches = 1 + random.below(visit.searches * 2 - 1);
  for (let count = 0; count < searches; count += 1) await lookFor(deps);
  if (!random.chance(visit.shopperShare)) return;
  const user = `customer-${random.below(customers)}`;
  const token = (await logIn(user, deps)) ?? (random.chance(visit.loginRetryShare) ? await logIn(user, deps) : null);
  if (token === null) return;
  await fillCart(user, deps);
  if (random.chance(visit.quoteShare)) await post('checkout', '/quote', { user }, deps);
  if (random.chance(visit.checkoutShare)) await order(token, deps);
  if (random.chance(visit.logoutShare)) await post('auth', '/Logout', { token }, deps);
}

async function lookFor({ callPeer, random, think }: Dependencies): Promise<void> {
  const words = [random.pick(vocabulary), ...(random.chance(0.3) ? [random.pick(vocabulary)] : [])];
  if (random.chance(visit.nonsenseShare)) words.push('qwzx');
  const roll = random.next();
  const shares = [indexShare.products, indexShare.products + indexShare.reviews];
  const index = searchIndexes[shares.filter((share) => roll >= share).length] ?? 'products';
  await callPeer('search', { method: 'GET', path: `/search/${index}?q=${encodeURIComponent(words.join(' '))}` });
  await pause({ random, think });
}

async function logIn(user: string, deps: Dependencies): Promise<string | null> {
  const password = deps.random.chance(visit.wrongPasswordShare) ? 'let me in' : passwordOf(user);
  const fields = await post('auth', '/Login', { user, password }, deps);
  return fields && textField(fields, 'token') !== '' ? textField(fields, 'token') : null;
}

async function fillCart(user: string, deps: Dependencies): Promise<void> {
  const { callPeer, random } = deps;
  const path = `/carts/${user}`;
  const items = 1 + random.below(visit.itemsPerShopper * 2 - 1);
  let item = '';
  for (let count = 0; count < items; count += 1) {
    item = random.pick(vocabulary);
    const average = averageOrderEuros / visit.itemsPerShopper;
    const priceEuros = Math.round(average * (orderEuros.least + orderEuros.spread * random.next()) * 100) / 100;
    await callPeer('cart', { method: 'POST', path, fields: { item, priceEuros } });
    await pause(deps);
  }
  if (random.chance(visit.removeShare)) await callPeer('cart', { method: 'PUT', path, fields: { item } });
  await callPeer('cart', { method: 'GET', path });
  await pause(deps);
}

async function order(token: string, deps: Dependencies): Promise<void> {
  const { callPeer, random } = deps;
  const placed = await post('checkout', '/checkout', { token }, deps);
  const orderId = placed ? textField(placed, 'orderId') : '';
  if (orderId === '') return;
  if (random.chance(visit.orderViewShare)) await callPeer('checkout', { method: 'GET', path: `/orders/${orderId}` });
  if (!random.chance(visit.refundShare)) return;
  await post('payments', '/payments/refunds', { paymentId: placed ? textField(placed, 'paymentId') : '' }, deps);
}

async function post(
  peer: 'auth' | 'checkout' | 'payments',
  path: string,
  fields: Fields,
  deps: Dependencies,
): Promise<Fields | null> {
  const result = await deps.callPeer(peer, { method: 'POST', path, fields });
  await pause(deps);
  return result.outcome === 'answered' && result.reply.status < 300 ? result.reply.fields : null;
}

function pause({ random, think }: Pick<Dependencies, 'random' | 'think'>): Promise<void> {
  return think(0.2 + random.next() * 1.2);
}
