/** What it takes to start programs that leave nothing behind: no process, no port, no file. */
import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface ScratchHome {
  readonly folder: string;
  readonly env: Record<string, string>;
  remove(): void;
}

const homePrefix = "unrolled-browser-";

/** Browsers write into HOME, and Firefox refuses to start without a writable one. */
export function scratchHome(): ScratchHome {
  removeAbandonedHomes();
  const folder = mkdtempSync(join(tmpdir(), `${homePrefix}${process.pid}-`));
  return { folder, env: browserEnvironment(folder), remove: () => removeFolder(folder) };
}

/** A test process that was killed could not tidy up; its name tells that it is gone. */
function removeAbandonedHomes(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(homePrefix) && Number.parseInt(name.slice(homePrefix.length));
    if (owner && !isAlive(owner)) removeFolder(join(tmpdir(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function browserEnvironment(folder: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith("XDG_"),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: folder,
    TMPDIR: folder,
    XDG_RUNTIME_DIR: folder,
    // GTK would otherwise start a message bus and an accessibility bus that outlive the browser.
    DBUS_SESSION_BUS_ADDRESS: "disabled:",
    NO_AT_BRIDGE: "1",
    MOZ_CRASHREPORTER_DISABLE: "1",
  };
}

/** The command for a program that ends even when the test process is killed and cannot tidy up. */
export function endWithParent(command: string, args: string[]): [command: string, args: string[]] {
  return ["/usr/bin/setpriv", ["--pdeathsig", "KILL", "--", command, ...args]];
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
  const [guard, guardArgs] = endWithParent(command, args);
  const child = spawn(guard, guardArgs, { stdio: "ignore", ...options, detached: true });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const killGroup = (): void => signalGroup("SIGKILL");
  process.once("exit", killGroup);
  return {
    child,
    kill: async () => {
      process.off("exit", killGroup);
      // Asked politely, Xvfb takes its lock file along.
      signalGroup("SIGTERM");
      await Promise.race([ended, sleep(1000)]);
      killGroup();
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
