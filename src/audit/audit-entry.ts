import type { ExportSettings } from '../formats/format';
import type { Recommendation } from '../quality/report';

/**
 * What happened to an export. `resumed` is said after a pause and in a later session; `interrupted`: it was ended and can be
 * resumed; `fetched`: its file, finished in an earlier session, was asked for; `discarded`: what was stored of it was
 * removed by `Exporter.discard`.
 */
export type AuditEvent =
  'started' | 'paused' | 'resumed' | 'completed' | 'failed' | 'cancelled' | 'interrupted' | 'fetched' | 'discarded';

/** The file of an export that is complete. */
export interface AuditedFile {
  byteLength: number;
  width: number;
  height: number;
  frames: number;
  durationSeconds: number;
  /** Hexadecimal; null: it was not computed, as the file was not checked. */
  sha256: string | null;
}

/** What is said of one event of one file. JSON data. */
export interface AuditContent {
  version: 1;
  /** When it happened, by this machine's clock: ISO 8601 in UTC. */
  at: string;
  event: AuditEvent;
  /** Who the host says it was; null: it does not say. */
  userId: string | null;
  exportId: string;
  /** The export whose frames it is made of, where several files are made in one pass; otherwise its own id. */
  passId: string;
  composition: { id: string | null; name: string | null; version: string | null };
  /** Null where they were not to be found any more. */
  settings: ExportSettings | null;
  /** Null as long as none is chosen. */
  engine: string | null;
  /** Seconds since it was started or resumed in this session, pauses included; 0 where it was discarded. */
  secondsElapsed: number;
  /** Null unless it is complete. */
  file: AuditedFile | null;
  /** Of the quality report; null where there is none. */
  quality: { total: number; recommendation: Recommendation } | null;
  /** Why it failed, or paused by itself. */
  error: { code: string; detail: string; message: string } | null;
}

/** A link of the chain. */
export interface AuditEntry extends AuditContent {
  /** From 1, without gaps. */
  sequence: number;
  /** `hash` of the entry before; of the first: 64 zeros. */
  previous: string;
  /** SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of all the rest of this entry. */
  hash: string;
}

/** What can be wrong with a trail. */
export type AuditFaultKind = 'changed' | 'missing' | 'reordered' | 'repeated' | 'cut-off-head' | 'cut-off-tail';

export interface AuditFault {
  kind: AuditFaultKind;
  /** Of the JSON lines, from 1. Of what is missing: the line it should stand before, or the last one at the end. */
  line: number;
  /** A sentence. */
  message: string;
}

export interface AuditVerification {
  whole: boolean;
  /** Lines, of which `readable` are entries. */
  entries: number;
  readable: number;
  /** `hash` of the last entry, to be noted elsewhere; null: there are none. */
  head: string | null;
  /** In the order of the lines. */
  faults: readonly AuditFault[];
}

/**
 * What happened to the exports of this origin, from all its tabs. It can only be added to, and says when it was tampered
 * with, short of someone writing it anew or cutting off its end: to find that out too, note `head` elsewhere.
 */
export interface AuditTrail {
  /** In their order, with all that this exporter has seen so far. @throws ExportError `storage` */
  entries(): Promise<AuditEntry[]>;
  /** One entry a line, as `npm run verify-audit` reads it. @throws ExportError `storage` */
  exportJsonLines(): Promise<string>;
  /** @param head `hash` of an entry that must be among them, as noted earlier. @throws ExportError `storage` */
  verify(head?: string): Promise<AuditVerification>;
}
