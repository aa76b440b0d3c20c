/** What it takes to start programs that leave nothing behind: no process, no port, no file. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ScratchHome {
  env: Record<string, string>;
  remove(): void;
}

/** Browsers write into HOME, and Firefox refuses to start without a writable one. */
export function scratchHome(): ScratchHome {
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-browser-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', remove);
  return {
    env: browserEnvironment(folder),
    remove: () => {
      process.off('exit', remove);
      remove();
    },
  };
}

function browserEnvironment(folder: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('XDG_'),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: folder,
    TMPDIR: folder,
    XDG_RUNTIME_DIR: folder,
    // GTK would otherwise start a message bus and an accessibility bus that outlive the browser.
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    NO_AT_BRIDGE: '1',
  };
}

export interface Program {
  readonly child: ChildProcess;
  kill(): Promise<void>;
}

/** Starts a program in a process group of its own, so that its children end with it. */
export function startProgram(
  command: string,
  args: string[],
  options: { env: Record<string, string>; stdio?: StdioOptions },
): Program {
  // setpriv ends the program even when the test process is killed and can run no clean-up.
  const guarded = ['--pdeathsig', 'KILL', '--', command, ...args];
  const child = spawn('setpriv', guarded, { stdio: 'ignore', ...options, detached: true });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const killGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  };
  process.once('exit', killGroup);
  return {
    child,
    kill: async () => {
      process.off('exit', killGroup);
      killGroup();
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
