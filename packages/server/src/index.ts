export { type App, type AppOverrides, createApp, type StartedApp } from './app.ts';
export { type Config, readConfig } from './config.ts';
export { AppError, findAppError } from './platform/errors.ts';
export { SettingsError } from './platform/settings/index.ts';
