// Adds up what the unit tests, the attack suite and the end-to-end tests reported. A step that failed without a report counts as one failure.
import { existsSync, readFileSync } from 'node:fs';

const status = Number(process.argv[2]);
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
const unit = read('test-reports/unit.json');
const soak = read('test-reports/soak.json');
const e2e = read('test-reports/e2e.json');

const passed = (unit?.numPassedTests ?? 0) + (soak?.passed ?? 0) + (e2e?.stats.expected ?? 0);
const failed =
  (unit?.numFailedTests ?? 0) + (soak?.failed ?? 0) + (e2e ? e2e.stats.unexpected + e2e.stats.flaky : 0);
console.log(`${passed} passed, ${failed || (status === 0 ? 0 : 1)} failed`);
