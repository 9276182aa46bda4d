import { noPages } from '../pages';
import { Server } from './http';

/** Stands for the package `express`: an application that is asked for nothing. */
type App = ((...given: unknown[]) => void) & Record<string, unknown>;

const ROUTES = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'use', 'route', 'param'];

function application(): App {
  const app: App = Object.assign(() => undefined, { isApp: true, locals: {} }) as unknown as App;
  const settings = new Map<unknown, unknown>();
  const chained =
    (work: (...given: unknown[]) => void) =>
    (...given: unknown[]) => {
      work(...given);
      return app;
    };
  for (const name of ROUTES) app[name] = chained(noPages);
  // One argument reads a setting, as in the package.
  app.get = (...given: unknown[]) => {
    if (given.length === 1) return settings.get(given[0]);
    noPages();
    return app;
  };
  app.set = chained((name, value) => void settings.set(name, value));
  app.enable = chained((name) => void settings.set(name, true));
  app.disable = chained((name) => void settings.set(name, false));
  app.engine = chained(noPages);
  app.on = chained(() => undefined);
  app.listen = (...given: unknown[]) => new Server().listen(...given);
  return app;
}

const middleware = () => () => undefined;
export const express = Object.assign(application, {
  static: middleware,
  json: middleware,
  urlencoded: middleware,
  text: middleware,
  raw: middleware,
  Router: application,
  default: application,
});
export default express;
