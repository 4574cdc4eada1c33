// Hands an iCalendar file to the reader's device, which opens it in their calendar.
import { downloadFile } from '../../../shared/ui/download-file';

export function downloadCalendarFile(text: string, name: string): void {
  downloadFile(text, 'text/calendar;charset=utf-8', `${makeFileName(name)}.ics`);
}

/** Return a name without the characters that file systems refuse. */
export function makeFileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'walk';
}
