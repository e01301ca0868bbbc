import type { AuditFilter } from '../../../shared/audit.ts';
import { type Result, success } from '../../../shared/result.ts';
import { auditText, exportAudit } from './audit-export.ts';
import type { AuditRecorder } from './audit-recorder.ts';
import type { AuditTrail } from './audit-trail.ts';
import { type Profiles, profileDocument, writeProfileFile } from './profiles.ts';

/** Trail and profiles as files: as text, or written to a place that the user has chosen. */
export interface Exports {
  /** What a filter finds in the audit trail, newest first, as the text of a file. */
  auditText(filter: AuditFilter, format: 'csv' | 'json'): Promise<AsyncGenerator<string>>;
  /** A profile as the text of a file to hand to someone else. */
  profileDocument(name: string): Result<string>;
  /** Writes what a filter finds to a `.csv` or `.json` file. */
  exportAudit(filter: AuditFilter, path: string): Promise<Result<{ entries: number }>>;
  exportProfile(name: string, path: string): Promise<Result<null>>;
}

export function createExports(parts: {
  trail: AuditTrail;
  recorder: AuditRecorder;
  profiles: Profiles;
}): Exports {
  const { trail, recorder, profiles } = parts;
  return {
    async auditText(filter, format) {
      await recorder.flush();
      return auditText(trail, filter, format);
    },
    profileDocument(name) {
      const profile = profiles.find(name);
      return profile.ok ? success(profileDocument(profile.value)) : profile;
    },
    async exportAudit(filter, path) {
      await recorder.flush();
      return exportAudit(trail, filter, path);
    },
    async exportProfile(name, path) {
      const profile = profiles.find(name);
      return profile.ok ? writeProfileFile(path, profile.value) : profile;
    },
  };
}
