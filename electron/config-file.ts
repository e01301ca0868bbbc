import { z } from 'zod';
import { failure, success } from '../shared/result.ts';
import type { ConfigStorage } from './engine/config/trading-config.ts';
import { openJsonFile } from './json-file.ts';

const schemaVersion = 1;

const documentSchema = z.object({
  schema_version: z.literal(schemaVersion, {
    error: `only schema version ${schemaVersion} is understood; was it written by a newer Ensemble Desk?`,
  }),
  /** Version of the configuration, stamped on predictions. */
  version: z.int().min(1),
  values: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** The stored layer of TradingConfig: `config.json` in the user's data folder. */
export function openConfigFile(
  folder: string,
  now: () => number,
): { storage: ConfigStorage; watch: (onChange: () => void) => () => void; notice: string | null } {
  const { file, notice } = openJsonFile({ folder, name: 'config', schema: documentSchema, now });
  return {
    notice,
    watch: file.watch,
    storage: {
      load() {
        const document = file.read();
        if (!document.ok) return document;
        if (document.value === null) return success(null);
        const { version, values } = document.value;
        return success({ version, values });
      },
      save({ version, values }) {
        const plain = JSON.parse(JSON.stringify(values));
        const written = file.write({ schema_version: schemaVersion, version, values: plain });
        return written.ok ? written : failure(written.problem.code, written.problem.message);
      },
    },
  };
}
