#!/usr/bin/env node
// The sources are TypeScript, and are run as they are.
import { register } from 'tsx/esm/api';

register();
const { runWire101 } = await import('../server/commands/wire101.ts');
await runWire101(process.argv.slice(2));
