import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/**
 * Describes every route registered after it: OpenAPI 3.1 at `/api/v1/openapi.json`, browsable at `/docs`. Nothing is
 * written by hand, so that it cannot disagree with what is served.
 */
export async function describeApi(app: FastifyInstance, { version }: { readonly version: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Locum',
        version,
        description: 'Ask production a question and get a checked answer with its evidence.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'locum_session',
            description:
              'Set by opening a sign-in link. Where the address has a port the name ends in it: locum_session_4600.',
          },
          token: { type: 'http', scheme: 'bearer', description: 'The command line token in the data folder.' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'Locum API' },
    // Without the bar on top, which only takes other addresses.
    uiConfig: { docExpansion: 'list', layout: 'BaseLayout' },
  });
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json').serializer(String).send(JSON.stringify(app.swagger())),
  );
}
