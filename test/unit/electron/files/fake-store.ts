import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Stands in for electron-store, which runs in Electron alone: it too writes a temporary file and renames it.
 * `disk.behaviour` says how the next writes end, `disk.during` what somebody else does while the next one is under way.
 */
export const disk = {
  behaviour: 'works' as 'works' | 'is full' | 'cuts the file' | 'takes another',
  during: null as (() => void) | null,
};

export class FakeStore {
  readonly path: string;
  readonly serialize: (document: unknown) => string;

  constructor(options: { cwd: string; name: string; serialize?: (document: unknown) => string }) {
    this.path = join(options.cwd, `${options.name}.json`);
    this.serialize = options.serialize ?? ((document) => JSON.stringify(document, null, '\t'));
  }

  set store(document: unknown) {
    const text = this.serialize(document);
    const temporary = `${this.path}.tmp-${text.length}`;
    if (disk.behaviour === 'is full') {
      writeFileSync(temporary, text.slice(0, 5));
      throw new Error('ENOSPC: no space left on device');
    }
    if (disk.behaviour === 'cuts the file') writeFileSync(temporary, text.slice(0, text.length / 2));
    else if (disk.behaviour === 'takes another') writeFileSync(temporary, '{"format":1,"value":999}');
    else writeFileSync(temporary, text);
    const during = disk.during;
    disk.during = null;
    during?.();
    renameSync(temporary, this.path);
  }
}
