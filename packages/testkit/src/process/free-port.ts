import { createServer } from 'node:net';

/** A loopback TCP port that was free a moment ago. Another process may take it first: callers retry (see `startOnFreePort`). */
export async function findFreePort(): Promise<number> {
  return listenAt(0);
}

/** Two adjacent free ports, for services that derive the second port from the first. Answers the lower one. */
export async function findFreePortPair(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const lower = await listenAt(0);
    const upper = await listenAt(lower + 1).catch(() => null);
    if (upper !== null) return lower;
  }
  throw new Error('No two adjacent free ports found on 127.0.0.1 after 50 attempts.');
}

function listenAt(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
