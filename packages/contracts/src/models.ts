import { z } from 'zod';
import { defineRoute } from './route.ts';

export const modelProvider = z.enum(['openai-compatible', 'anthropic']);
export type ModelProvider = z.infer<typeof modelProvider>;

/**
 * What may leave for a model: nothing; only what an administrator consented to, for the addresses named then; or
 * whatever the features that use a model need.
 */
export const privacyMode = z.enum(['nothing_leaves', 'ask_consent', 'allowed']);
export type PrivacyMode = z.infer<typeof privacyMode>;

export const modelConsent = z.object({
  givenBy: z.string().describe('Id of the administrator'),
  givenAt: z.iso.datetime(),
  recipients: z.array(z.string()).describe('Origins that data may go to, for example https://api.example.com'),
});
export type ModelConsent = z.infer<typeof modelConsent>;

export const modelPrivacySettings = z.object({
  mode: privacyMode,
  isLocked: z.boolean().describe('The operator lets nothing leave this server; the mode cannot be changed'),
  masksHostnames: z.boolean(),
  masksInstances: z
    .boolean()
    .describe('Values of labels such as instance, pod and node are replaced before they leave'),
  consent: modelConsent.optional(),
  /** To show before consent is given. */
  whatLeaves: z.array(z.string()),
  whatNeverLeaves: z.array(z.string()),
});
export type ModelPrivacySettings = z.infer<typeof modelPrivacySettings>;

export const connectedModel = z.object({
  id: z.string().optional().describe('Absent for the model of the server configuration'),
  provider: modelProvider,
  url: z.string().describe('Base URL of its API, without user info'),
  name: z.string(),
  hasKey: z.boolean(),
  maxOutputTokens: z.number().int(),
  temperature: z.number().optional(),
  origin: z.enum(['configuration', 'organisation']),
});
export type ConnectedModel = z.infer<typeof connectedModel>;

export const modelSettings = z.object({
  privacy: modelPrivacySettings,
  models: z.array(connectedModel).describe('In the order in which they are tried'),
});
export type ModelSettings = z.infer<typeof modelSettings>;

export const modelInput = z.strictObject({
  id: z
    .string()
    .max(100)
    .optional()
    .describe('Of a model that is connected already: keeps its key unless a new one is given'),
  provider: modelProvider,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional()
    .describe('Base URL of the API, for example http://127.0.0.1:11434/v1. Needed for openai-compatible'),
  name: z.string().min(1).max(200),
  key: z.string().min(1).max(4000).optional().describe('API key; stored encrypted, never read back'),
  maxOutputTokens: z.number().int().min(256).max(64_000).default(4000),
  temperature: z.number().min(0).max(2).optional(),
});
export type ModelInput = z.infer<typeof modelInput>;

export const modelSettingsPatch = z.strictObject({
  mode: privacyMode.optional(),
  masksHostnames: z.boolean().optional(),
  masksInstances: z.boolean().optional(),
  consent: z
    .enum(['give', 'withdraw'])
    .optional()
    .describe('Consent covers the addresses of the models connected at that moment'),
  models: z
    .array(modelInput)
    .max(10)
    .optional()
    .describe('Replaces the list; an empty one falls back to the server configuration'),
});
export type ModelSettingsPatch = z.infer<typeof modelSettingsPatch>;

export const getModelSettings = defineRoute({
  method: 'GET',
  path: '/api/v1/settings/models',
  summary: 'Which models this organisation uses, and what may leave for them.',
  access: 'admin',
  reply: modelSettings,
});

export const updateModelSettings = defineRoute({
  method: 'PATCH',
  path: '/api/v1/settings/models',
  summary: 'Choose models and privacy mode, and give or withdraw consent.',
  access: 'admin',
  body: modelSettingsPatch,
  reply: modelSettings,
});
