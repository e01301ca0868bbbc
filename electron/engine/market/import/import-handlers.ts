import { basename, resolve, sep } from 'node:path';
import type { Asker } from '../../../../shared/asker.ts';
import type { ImportReport } from '../../../../shared/imports.ts';
import type { Handlers } from '../../../../shared/operations/index.ts';
import { type Result, success } from '../../../../shared/result.ts';
import { visibleText } from '../../../../shared/visible-text.ts';
import type { Feed } from '../../feed.ts';
import type { Instruments } from '../../instruments/instruments.ts';
import { type Jobs, lasting, tooManyJobs } from '../../jobs.ts';
import type { AssetService } from '../assets/asset-service.ts';
import type { MarketStore } from '../market-store.ts';
import { importFile } from './import-file.ts';
import { inspectFile } from './inspect-file.ts';
import { readForOutside } from './outside-file.ts';

/** The operations that inspect and import files. */
export function createImportHandlers(parts: {
  /** The folder of uploaded files: whoever uploaded a file knows its content. */
  readonly received: string;
  readonly instruments: Pick<Instruments, 'refresh' | 'activate' | 'setAsset'>;
  readonly assets: Pick<AssetService, 'metadata' | 'metadataFor'>;
  readonly feed: Pick<Feed, 'notice'>;
  readonly jobs: Jobs;
  readonly store: MarketStore;
  readonly now: () => number;
}): Pick<Handlers, 'import.inspect' | 'import.run'> {
  const { instruments, assets, feed, jobs, store, now } = parts;
  /** API clients may read fewer of the files on this computer. */
  const isOutside = ({ by }: Asker, path: string) =>
    by === 'api' && !resolve(path).startsWith(`${parts.received}${sep}`);
  const readNamed = <T>(asker: Asker, path: string, read: () => Promise<Result<T>>) =>
    isOutside(asker, path) ? readForOutside(path, read) : read();

  async function finish(imported: ImportReport, pip_size: number | undefined): Promise<Result<unknown>> {
    await instruments.refresh();
    if (pip_size !== undefined && imported.datasets.length === 1) {
      const set = await instruments.setAsset(imported.dataset, { pip_size });
      if (!set.ok) return set;
    }
    const { dataset, datasets, preview, conflicting } = imported;
    feed.notice(preview.refused + conflicting > 0 ? 'warning' : 'info', reportText(imported, datasets));
    return instruments.activate(dataset);
  }

  return {
    'import.inspect': ({ path, options }, asker) =>
      jobs.run(
        'inspect',
        `Reading ${visibleText(basename(path))}`,
        (job) =>
          readNamed(asker, path, () =>
            inspectFile(store.database, path, options ?? {}, {
              ...job,
              outside: isOutside(asker, path),
              now: now(),
              assetOf: assets.metadataFor,
            }),
          ),
        asker,
      ).ended,

    // A problem of the file itself is the answer to the call; the job goes on with storing and opening.
    'import.run': async ({ path, options }, asker) => {
      if (jobs.full(asker)) return tooManyJobs;
      const label = `Importing ${assets.metadata(options.symbol).display}`;
      let tellRead: (refusal: Result<never> | null) => void = () => undefined;
      const read = new Promise<Result<never> | null>((resolve) => {
        tellRead = resolve;
      });
      const { id, ended } = jobs.run(
        'import',
        label,
        async ({ signal, report }): Promise<Result<unknown>> => {
          const job = {
            signal,
            report,
            outside: isOutside(asker, path),
            now: now(),
            assetOf: assets.metadataFor,
            onRead: () => tellRead(null),
          };
          const imported = await readNamed(asker, path, () => importFile(store, path, options, job));
          if (imported.ok) return finish(imported.value, options.pip_size);
          tellRead(imported);
          return imported;
        },
        lasting(asker),
      );
      const refusal = await Promise.race([read, ended.then(() => null)]);
      return refusal ?? success({ job: id });
    },
  };
}

function reportText(imported: ImportReport, datasets: readonly string[]): string {
  const { preview, added, already_stored, conflicting } = imported;
  const where =
    datasets.length > 1 ? ` in ${datasets.length} datasets (${datasets.slice(0, 8).join(', ')})` : '';
  const counts = `${added} bars added${where}, ${already_stored} were stored already (${conflicting} with other prices), ${counted(preview.duplicates, 'duplicate')} and ${counted(preview.refused, 'bad row')} left out`;
  return `${preview.file_name}: ${counts}.`;
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
