/** Tells a running job's share (0…1) and step. */
export type Report = (share: number, message: string) => void;
