import { registerHooks } from 'node:module';

// Node reads the manifest of a package again for each ES module in it, and drizzle-orm's lists its entry points in 180 kB: importing
// its few hundred files costs a second and 70 MB that stay with the process. The same code as CommonJS costs neither.
registerHooks({
  resolve(specifier, context, next) {
    if (!/^drizzle-orm(?:\/|$)/.test(specifier)) return next(specifier, context);
    const conditions = context.conditions.map((condition) => (condition === 'import' ? 'require' : condition));
    return next(specifier, { ...context, conditions });
  },
});
