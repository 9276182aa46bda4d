#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// The sources are TypeScript; nothing of them is built at the user's.
register();
await import('../server/main.ts');
