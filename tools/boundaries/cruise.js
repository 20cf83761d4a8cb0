import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { buildRules } from './rules.js';

const ROOTS = ['packages', 'apps', 'examples', 'bench', 'e2e'];

/**
 * Reads every import below `baseDir` and judges it by the rules.
 * @param {string} baseDir
 * @returns {Promise<{ modules: number, imports: number, violations: { rule: string, from: string, to: string, comment: string }[] }>}
 */
export async function findViolations(baseDir) {
  const rules = buildRules();
  const comments = new Map(rules.map((rule) => [rule.name, rule.comment ?? '']));
  const reply = await cruise(
    ROOTS.filter((root) => existsSync(join(baseDir, root))),
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: rules },
      // TypeScript 7 has no parser that dependency-cruiser can call, and without swc it would read nothing and report success.
      parser: 'swc',
      tsPreCompilationDeps: true,
      exclude: { path: '^(?!.*node_modules/).*/(dist|migrations|\\.data)/' },
      doNotFollow: { path: '(^|/)node_modules/|^\\.\\./' },
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  );
  if (typeof reply.output === 'string') throw new Error('dependency-cruiser answered text instead of a result.');
  const { modules, summary } = reply.output;
  return {
    modules: modules.length,
    imports: modules.reduce((sum, module) => sum + module.dependencies.length, 0),
    violations: summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
      comment: comments.get(rule.name) ?? '',
    })),
  };
}
