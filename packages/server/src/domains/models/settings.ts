import type {
  ConnectedModel,
  ModelInput,
  ModelProvider,
  ModelSettings,
  ModelSettingsPatch,
  Principal,
} from '@locum/contracts';
import type { Clock } from '../../platform/clock.ts';
import type { SecretBox } from '../../platform/crypto/index.ts';
import { AppError } from '../../platform/errors.ts';
import { createId } from '../../platform/ids.ts';
import {
  type Privacy,
  type PrivacyDefaults,
  privacyOf,
  recipientOf,
  WHAT_LEAVES,
  WHAT_NEVER_LEAVES,
} from './privacy.ts';
import { modelProviders } from './registry.ts';
import type { ModelRow, ModelStore, PrivacyRow } from './store.ts';

/** A model that can be asked. */
export interface Model {
  /** Absent for the model of the configuration. */
  readonly id?: string;
  readonly provider: ModelProvider;
  readonly url: string;
  readonly name: string;
  readonly apiKey?: string | undefined;
  readonly maxOutputTokens: number;
  readonly temperature?: number | undefined;
}

export interface SettingsDeps {
  readonly store: ModelStore;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly defaults: PrivacyDefaults;
  /** Asked when an organisation connected none of its own. */
  readonly configured?: Model | undefined;
  /** Where texts are embedded: consent covers it too. */
  readonly embeddingsUrl?: string | undefined;
}

/** What an organisation chose: read by every call, changed by administrators. */
export type SettingsService = ReturnType<typeof createSettingsService>;

export function createSettingsService({ store, secretBox, clock, defaults, configured, embeddingsUrl }: SettingsDeps) {
  async function read(organisationId: string): Promise<{ privacy: Privacy; models: readonly Model[] }> {
    const [row, rows] = [await store.findPrivacy(organisationId), await store.listModels(organisationId)];
    const fallback = configured === undefined ? [] : [configured];
    return { privacy: privacyOf(row, defaults), models: rows.length > 0 ? rows.map(openModel) : fallback };
  }

  function openModel({ sealedKey, temperature, ...row }: ModelRow): Model {
    return {
      ...row,
      apiKey: sealedKey === null ? undefined : secretBox.open(sealedKey, row.id),
      temperature: temperature ?? undefined,
    };
  }

  async function show(organisationId: string): Promise<ModelSettings> {
    const { privacy, models } = await read(organisationId);
    return {
      privacy: { ...privacy, whatLeaves: [...WHAT_LEAVES], whatNeverLeaves: [...WHAT_NEVER_LEAVES] },
      models: models.map(toConnectedModel),
    };
  }

  function changePrivacy(before: PrivacyRow | null, patch: ModelSettingsPatch, principal: Principal): PrivacyRow {
    const { organisationId } = principal;
    return {
      organisationId,
      mode: patch.mode ?? before?.mode ?? null,
      masksHostnames: patch.masksHostnames ?? before?.masksHostnames ?? false,
      masksInstances: patch.masksInstances ?? before?.masksInstances ?? false,
      consentBy: before?.consentBy ?? null,
      consentAt: before?.consentAt ?? null,
      consentRecipients: before?.consentRecipients ?? null,
    };
  }

  function changeConsent(row: PrivacyRow, rows: readonly ModelRow[], patch: ModelSettingsPatch, principal: Principal) {
    if (patch.consent === undefined) return row;
    if (patch.consent === 'withdraw') return { ...row, consentBy: null, consentAt: null, consentRecipients: null };
    const models = rows.length > 0 ? rows : configured === undefined ? [] : [configured];
    const urls = [...models.map(({ url }) => url), ...(embeddingsUrl === undefined ? [] : [embeddingsUrl])];
    if (urls.length === 0) throw new AppError('no_model', { hint: 'There is nothing yet that consent could be for.' });
    const consentRecipients = [...new Set(urls.map(recipientOf))];
    return { ...row, consentBy: principal.id, consentAt: new Date(clock.now()), consentRecipients };
  }

  function toRow(input: ModelInput, position: number, before: readonly ModelRow[], organisationId: string): ModelRow {
    const { provider, name, maxOutputTokens, temperature = null } = input;
    const known = input.id === undefined ? undefined : before.find(({ id }) => id === input.id);
    if (input.id !== undefined && known === undefined) {
      throw new AppError('invalid_request', { hint: `body.models.${position}.id: there is no such model` });
    }
    const url = urlOf(input, position);
    const id = known?.id ?? createId(clock.now());
    // A key is for the address it was given for: another one must not get it by a change of settings.
    const keepsKey = known !== undefined && recipientOf(known.url) === recipientOf(url) && known.provider === provider;
    const sealedKey = input.key === undefined ? (keepsKey ? known.sealedKey : null) : secretBox.seal(input.key, id);
    if (sealedKey === null && modelProviders[provider].needsKey) {
      throw new AppError('invalid_request', { hint: `body.models.${position}.key: this provider needs an API key` });
    }
    const createdAt = known?.createdAt ?? new Date(clock.now());
    return { id, organisationId, position, provider, url, name, sealedKey, maxOutputTokens, temperature, createdAt };
  }

  return {
    read,

    get: ({ organisationId }: Pick<Principal, 'organisationId'>): Promise<ModelSettings> => show(organisationId),

    /** Throws `forbidden`, `invalid_request`, `model_nothing_leaves` where the operator decided, `no_model` for consent to nothing. */
    async update(principal: Principal, patch: ModelSettingsPatch): Promise<ModelSettings> {
      const { organisationId, role } = principal;
      if (role !== 'admin') throw new AppError('forbidden');
      if (defaults.nothingLeaves && patch.mode !== undefined && patch.mode !== 'nothing_leaves') {
        throw new AppError('model_nothing_leaves', { hint: 'The operator of this server has decided so.' });
      }
      await store.change(organisationId, (before) => {
        const models =
          patch.models?.map((input, at) => toRow(input, at, before.models, organisationId)) ?? before.models;
        const privacy = changePrivacy(before.privacy, patch, principal);
        return { privacy: changeConsent(privacy, models, patch, principal), models };
      });
      return show(organisationId);
    },
  };
}

function urlOf({ provider, url }: ModelInput, position: number): string {
  const chosen = url ?? modelProviders[provider].defaultUrl;
  if (chosen === undefined) {
    throw new AppError('invalid_request', { hint: `body.models.${position}.url: this provider needs an address` });
  }
  const { username, password } = new URL(chosen);
  if (username !== '' || password !== '') {
    throw new AppError('invalid_request', {
      hint: `body.models.${position}.url: give the key as key, not in the address`,
    });
  }
  return chosen.replace(/\/+$/, '');
}

function toConnectedModel({ id, provider, url, name, apiKey, maxOutputTokens, temperature }: Model): ConnectedModel {
  return {
    ...(id === undefined ? {} : { id }),
    provider,
    url,
    name,
    hasKey: apiKey !== undefined,
    maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    origin: id === undefined ? 'configuration' : 'organisation',
  };
}
