// Who may import whom, as dependency-cruiser rules. docs: ARCHITECTURE.md. Each rule has a violation in tools/fixtures/boundaries.

/** Server domains, leftmost first. A domain may import those before it, through their index.ts only. */
export const DOMAIN_ORDER = [
  'accounts',
  'credits',
  'connections',
  'models',
  'sources',
  'catalog',
  'ask',
  'incidents',
  'fleet',
  'investigations',
  'agent',
  'analytics',
];

/** What the shipped source of a workspace may import: workspaces of ours, and npm packages where the list is closed. */
const WORKSPACES = {
  'packages/contracts': { ours: [], npm: ['zod', '@bufbuild/protobuf'] },
  'packages/promql': { ours: [], npm: ['@lezer/[^/]+', '@prometheus-io/lezer-promql'] },
  'packages/sdk': { ours: [], npm: [] },
  'packages/plugin': { ours: ['packages/contracts'] },
  'packages/client': { ours: ['packages/contracts'] },
  'packages/server': { ours: ['packages/contracts', 'packages/promql'] },
  'packages/testkit': { ours: [] },
  'apps/web': { ours: ['packages/client', 'packages/contracts'] },
  'apps/cli': {
    ours: ['examples/shop', 'packages/client', 'packages/contracts', 'packages/server', 'packages/promql'],
  },
  'examples/shop': { ours: ['packages/sdk'] },
};

// Tests, proofs and tool configuration may reach further: they are not shipped.
const NOT_SHIPPED = '\\.test\\.tsx?$|/(test|proof|bench)/|\\.config\\.(ts|js)$|^(bench|e2e|tools)/';
const NPM = '(^|/)node_modules/';
const server = (/** @type {string} */ rest) => `^packages/server/src/${rest}`;

/** @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
export function buildRules() {
  return [
    ...Object.entries(WORKSPACES).flatMap(([workspace, allowed]) => workspaceRules(workspace, allowed)),
    {
      name: 'nothing-imports-an-app',
      comment: 'An app runs somewhere; what two places need belongs in packages/.',
      severity: 'error',
      from: { pathNot: '^apps/' },
      to: { path: '(^|/)apps/', pathNot: NPM },
    },
    {
      name: 'apps-do-not-import-apps',
      comment: 'An app runs somewhere; what two places need belongs in packages/.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '(^|/)apps/', pathNot: `${NPM}|^apps/$1/` },
    },
    {
      name: 'testkit-in-tests-only',
      comment: 'The testkit starts services and fakes; nothing that ships may need it.',
      severity: 'error',
      from: { pathNot: `${NOT_SHIPPED}|^packages/testkit/` },
      to: { path: '(^|/)packages/testkit/' },
    },
    {
      name: 'tests-stay-out-of-the-product',
      comment:
        'What ships does not import tests, proofs, benches or tools. Code shared by tests lives in a test/ folder.',
      severity: 'error',
      from: { path: '^(packages|apps|examples)/', pathNot: NOT_SHIPPED },
      to: { path: NOT_SHIPPED, pathNot: NPM },
    },
    ...serverRules(),
    ...webRules(),
    {
      name: 'imports-resolve',
      comment: 'An import that cannot be resolved is one that no other rule can judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ];
}

/**
 * @param {string} workspace
 * @param {{ ours: string[], npm?: string[] }} allowed
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function workspaceRules(workspace, allowed) {
  const name = workspace.replace('/', '-');
  const from = { path: `^${workspace}/`, pathNot: NOT_SHIPPED };
  const ours = [workspace, ...allowed.ours, 'packages/testkit'].map((path) => `(^|/)${path}/`);
  /** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
  const rules = [
    {
      name: `${name}-workspaces`,
      comment: `${workspace} may import of ours: ${allowed.ours.join(', ') || 'nothing'}.`,
      severity: 'error',
      from,
      // Apps have a rule of their own, and so has the testkit: one violation, one message.
      to: { path: '(^|/)(packages|examples)/', pathNot: [NPM, ...ours] },
    },
  ];
  if (allowed.npm === undefined) return rules;
  rules.push({
    name: `${name}-npm`,
    comment: `${workspace} may import from npm: ${allowed.npm.join(', ') || 'nothing'}.`,
    severity: 'error',
    from,
    to: { path: NPM, pathNot: allowed.npm.map((path) => `${NPM}${path}/`) },
  });
  return rules;
}

/** @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
function serverRules() {
  return [
    {
      name: 'platform-knows-no-product',
      comment: 'platform/ holds no product words: it imports neither domains nor the composition root.',
      severity: 'error',
      from: { path: server('platform/'), pathNot: NOT_SHIPPED },
      to: { path: server(''), pathNot: server('platform/') },
    },
    {
      name: 'domains-through-the-door',
      comment: 'A domain is entered through its index.ts.',
      severity: 'error',
      from: { path: '^packages/server/', pathNot: server('domains/[^/]+/') },
      to: { path: server('domains/[^/]+/'), pathNot: server('domains/[^/]+/index\\.ts$') },
    },
    {
      name: 'domains-through-the-neighbours-door',
      comment: 'A domain is entered through its index.ts, by its neighbours too.',
      severity: 'error',
      from: { path: server('domains/([^/]+)/') },
      to: { path: server('domains/[^/]+/'), pathNot: [server('domains/$1/'), server('domains/[^/]+/index\\.ts$')] },
    },
    {
      name: 'domains-below-the-root',
      comment: 'A domain gets what it needs as one object from app.ts; it imports platform and domains only.',
      severity: 'error',
      from: { path: server('domains/'), pathNot: NOT_SHIPPED },
      to: { path: server(''), pathNot: [server('platform/'), server('domains/')] },
    },
    ...DOMAIN_ORDER.map((domain, position) => domainOrderRule(domain, position)),
    {
      name: 'domains-are-listed',
      comment: `A domain has its place in the order of tools/boundaries/rules.js: ${DOMAIN_ORDER.join(' → ')}.`,
      severity: 'error',
      from: {},
      to: { path: server('domains/'), pathNot: server(`domains/(${DOMAIN_ORDER.join('|')})/`) },
    },
    {
      name: 'models-are-the-one-door',
      comment: 'The AI SDK is known to domains/models (and agent) only: masking and consent sit in that door.',
      severity: 'error',
      from: { path: '^(packages|apps|examples)/', pathNot: [NOT_SHIPPED, server('domains/(models|agent)/')] },
      to: { path: `${NPM}(ai|@ai-sdk/[^/]+)/` },
    },
  ];
}

/**
 * @param {string} domain
 * @param {number} position
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function domainOrderRule(domain, position) {
  const allowed = DOMAIN_ORDER.slice(0, position + 1).join('|');
  return {
    name: `domain-order-${domain}`,
    comment: `${domain} may import domains to its left only. What must reach leftwards is a port or an event wired in app.ts.`,
    severity: 'error',
    from: { path: server(`domains/${domain}/`) },
    to: { path: server('domains/[^/]+/'), pathNot: server(`domains/(${allowed})/`) },
  };
}

/** @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
function webRules() {
  return [
    {
      name: 'web-ui-is-the-bottom',
      comment: 'routes → features → ui: primitives know neither features nor routes.',
      severity: 'error',
      from: { path: '^apps/web/src/ui/' },
      to: { path: '^apps/web/src/(features|routes)/' },
    },
    {
      name: 'web-features-below-routes',
      comment: 'routes → features → ui: a feature does not know the URL it is shown at.',
      severity: 'error',
      from: { path: '^apps/web/src/features/' },
      to: { path: '^apps/web/src/routes/' },
    },
  ];
}
