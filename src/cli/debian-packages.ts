import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether `installDebianPackages` has a chance: Debian itself (Ubuntu's `chromium` is not a package), as root. */
export function canInstallDebianPackages(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Installs packages; what apt says goes to stderr. @returns whether apt reports success */
export function installDebianPackages(names: readonly string[]): boolean {
  return apt(['update']) && apt(['install', '-y', '--no-install-recommends', ...names]);
}

function apt(args: readonly string[]): boolean {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}
