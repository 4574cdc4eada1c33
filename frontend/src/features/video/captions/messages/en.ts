// The English messages of editing captions.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  captions: 'Captions',
  loadingCaptions: 'Loading captions',
  captionLanguage: 'Language, such as en-US or vi',
  captionFile: 'Replace all lines with a WebVTT file',
  downloadCaptions: 'Download as WebVTT',
  noCues: 'This file has no captions in WebVTT.',
  lineStart: 'Start of line {number}',
  lineEnd: 'End of line {number}',
  lineText: 'Text of line {number}',
  playLine: 'Go to line {number}',
  removeLine: 'Remove line {number}',
  addLine: 'Add a line',
  wrongLineTime: 'Write the times of line {number} as minutes and seconds, such as 1:02.500.',
  wrongLineOrder: 'Line {number} must end after it begins, and begin after the line before it ends.',
  captionsChanged: 'The captions have changed. Reload the page to see them.',
  captionsFailed: 'The captions couldn’t be loaded. Reload the page to try again.',
  save: 'Save',
  saved: 'Saved',
});
