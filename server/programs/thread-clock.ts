import { openSync, readSync } from 'node:fs';

/**
 * A clock that tells, in microseconds, what the processors have spent on this process's first thread; where the system does
 * not say it for a thread, on all of the process, whose compilers and garbage collector are threads too. It lags behind by
 * a few milliseconds.
 */
export function createThreadClock(): () => number {
  const file = openThread();
  if (file === null) return ofProcess;
  const text = Buffer.alloc(64);
  return () => {
    try {
      const length = readSync(file, text, 0, text.length, 0);
      // Its first number: nanoseconds on a processor (Linux, Documentation/scheduler/sched-stats.rst).
      return Number.parseInt(text.toString('latin1', 0, length), 10) / 1000;
    } catch {
      return ofProcess();
    }
  };
}

function ofProcess(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function openThread(): number | null {
  try {
    return openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  } catch {
    return null;
  }
}
