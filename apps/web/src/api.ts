import { createClient } from '@locum/client';

/** The server that served this page. */
export const client = createClient({ baseUrl: location.origin });
