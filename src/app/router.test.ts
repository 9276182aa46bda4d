import { expect, it } from 'vitest';
import { type Route, routeOf } from './router';

it.each<[string, Route]>([
  ['/', { page: 'home' }],
  ['', { page: 'home' }],
  ['/workbench', { page: 'workbench' }],
  ['/workbench/', { page: 'workbench' }],
  ['/watch/0a1b', { page: 'watch', lab: '0a1b' }],
  ['/watch', { page: 'unknown' }],
  ['/open', { page: 'open' }],
  ['/teach', { page: 'class' }],
  ['/class', { page: 'class' }],
  ['/class/cdfhjk/', { page: 'class' }],
  ['/class/a/b', { page: 'unknown' }],
  ['/glossary/', { page: 'glossary' }],
  ['/lessons/handshake', { page: 'lesson', lesson: 'handshake' }],
  ['/lessons/full-duplex/', { page: 'lesson', lesson: 'full-duplex' }],
  ['/lessons', { page: 'unknown' }],
  ['/lessons/a/b', { page: 'unknown' }],
  ['/lessons/%2e%2e', { page: 'unknown' }],
  ['/elsewhere', { page: 'unknown' }],
])('the path %j is %j', (path, route) => {
  expect(routeOf(path)).toEqual(route);
});
