import type { Dirent } from 'node:fs';
import { lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BundleSummary } from '../../../../shared/models.ts';
import { failure, messageOf, type Result, success } from '../../../../shared/result.ts';
import { byText } from '../../../../shared/text-order.ts';
import { checkBundle, type KnownFeatures, readBundle, readBundleFiles, readSummary } from './bundle.ts';
import { temporaryPrefix, writeFolder } from './bundle-files.ts';
import { isPlainName, manifestName } from './bundle-schema.ts';
import { openKeptSummaries } from './kept-summaries.ts';

/** The bundles in one folder. Each has a folder of its own, whose name is the bundle's id. */
export interface BundleLibrary {
  /** All bundles, newest training first, and the unusable ones with the reason. Does not read the models. */
  list(): Promise<BundleList>;
  /** Reads a whole bundle. An unusable one is listed as broken from then on, until its files change. */
  check(id: string): Promise<Result<null>>;
  folderOf(id: string): string;
  /** Checks a bundle from elsewhere, copies it in and returns its id; a bundle that is already here keeps its id. */
  add(path: string): Promise<Result<string>>;
  /** Deletes a bundle; fails where there is none of that name. */
  remove(id: string): Promise<Result<null>>;
  /** Deletes the remains of interrupted writes. Call it at the start, while nothing is being written. */
  sweep(): Promise<void>;
}

export interface BundleList {
  readonly bundles: readonly BundleSummary[];
  readonly broken: readonly BrokenBundle[];
}

export interface BrokenBundle {
  readonly id: string;
  readonly reason: string;
}

/** Opens the folder, which need not exist yet. */
export function createBundleLibrary(folder: string, known: KnownFeatures): BundleLibrary {
  const folderOf = (id: string) => join(folder, id);
  const checked = new Map<string, { signature: string; summary: Result<BundleSummary> }>();
  const kept = openKeptSummaries(folder, known);

  async function list(): Promise<BundleList> {
    const bundles: BundleSummary[] = [];
    const broken: BrokenBundle[] = [];
    for (const entry of await entriesOf(folder)) {
      const id = entry.name;
      if (id.startsWith('.') || entry.isFile()) continue;
      if (!entry.isDirectory()) {
        broken.push({ id, reason: 'It is not a folder.' });
        continue;
      }
      const summary = await summaryOf(id);
      if (summary.ok) bundles.push(summary.value);
      else broken.push({ id, reason: summary.problem.message });
    }
    await kept.save(bundles.map(({ id }) => id));
    bundles.sort((a, b) => (b.trained_at ?? 0) - (a.trained_at ?? 0) || byText(a.id, b.id));
    return { bundles, broken };
  }

  /** Reading a bundle takes milliseconds, so it is read again only after a file has changed. */
  async function summaryOf(id: string): Promise<Result<BundleSummary>> {
    const signature = await signatureOf(folderOf(id));
    const before = checked.get(id);
    if (before && before.signature === signature) return before.summary;
    const found = await kept.find(id, signature);
    const summary = found ? success(found) : await readSummary(folderOf(id), known);
    checked.set(id, { signature, summary });
    if (summary.ok) kept.keep(id, signature, summary.value);
    return summary;
  }

  async function check(id: string): Promise<Result<null>> {
    const signature = await signatureOf(folderOf(id));
    const bundle = await readBundle(folderOf(id), known);
    if (bundle.ok) return success(null);
    checked.set(id, { signature, summary: bundle });
    return bundle;
  }

  async function add(path: string): Promise<Result<string>> {
    const source = basename(path) === manifestName ? dirname(path) : path;
    try {
      const real = await realpath(source);
      const files = await readBundleFiles(real);
      if (!files.ok) return files;
      const id = await freeId(folder, cleaned(basename(real)));
      const bundle = await checkBundle(files.value, id, known);
      if (!bundle.ok) return bundle;
      const { bundles } = await list();
      const same = bundles.find(({ file_hash }) => file_hash === bundle.value.summary.file_hash);
      if (same) return success(same.id);
      await mkdir(folder, { recursive: true });
      const written = await writeFolder(folderOf(id), files.value);
      return written.ok ? success(id) : written;
    } catch (error) {
      return failure('unreadable', `${source} cannot be read (${messageOf(error)}).`);
    }
  }

  async function remove(id: string): Promise<Result<null>> {
    if (!isPlainName(id)) return failure('invalid', `"${id}" is not the name of a bundle.`);
    try {
      if (!(await lstat(folderOf(id)).catch(() => null))) {
        return failure('not-found', `There is no bundle ${id}.`);
      }
      // Renamed first, so that an interrupted deletion does not leave half a bundle.
      const doomed = join(folder, `${temporaryPrefix}removed-${id}`);
      await rename(folderOf(id), doomed);
      await rm(doomed, { recursive: true, force: true });
      return success(null);
    } catch (error) {
      return failure('not-saved', `Bundle ${id} could not be removed (${messageOf(error)}).`);
    }
  }

  async function sweep(): Promise<void> {
    for (const { name } of await entriesOf(folder)) {
      if (name.startsWith(temporaryPrefix)) await rm(join(folder, name), { recursive: true, force: true });
    }
  }

  return { list, check, folderOf, add, remove, sweep };
}

/** A free name for a bundle trained now, e.g. "EURUSD-20260122-141503"; `trainedAt` is ms since the epoch. */
export async function newBundleId(folder: string, symbol: string, trainedAt: number): Promise<string> {
  const [day, clock] = new Date(trainedAt).toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  return freeId(folder, cleaned(`${symbol}-${day}-${clock}`));
}

/** Changes whenever a file of the folder is added, removed, replaced or written to. */
async function signatureOf(folder: string): Promise<string> {
  const entries = await entriesOf(folder);
  const parts = entries.map(async ({ name }) => {
    const stats = await lstat(join(folder, name), { bigint: true }).catch(() => null);
    return stats ? `${name}/${stats.ino}/${stats.size}/${stats.mtimeNs}/${stats.ctimeNs}` : name;
  });
  return (await Promise.all(parts)).join('\n');
}

async function freeId(folder: string, wanted: string): Promise<string> {
  const taken = new Set((await entriesOf(folder)).map(({ name }) => name.toLowerCase()));
  for (let attempt = 1; ; attempt++) {
    const id = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    if (!taken.has(id.toLowerCase())) return id;
  }
}

function cleaned(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '');
  return plain === '' ? 'bundle' : plain.slice(0, 80);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => byText(a.name, b.name));
}
