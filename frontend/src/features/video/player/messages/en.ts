// The English messages of the player.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  player: 'Player of “{title}”',
  play: 'Play',
  pause: 'Pause',
  mute: 'Mute',
  unmute: 'Unmute',
  volume: 'Volume',
  seek: 'Position',
  position: '{now} of {whole}',
  speed: 'Speed',
  quality: 'Quality',
  auto: 'Automatic',
  pictureInPicture: 'Picture in picture',
  fullscreen: 'Full screen',
  captions: 'Captions',
  transcript: 'Transcript',
  transcriptNote: 'Speech recognition wrote this, so it may be wrong.',
  transcriptHint: 'Press a line to go there.',
  playVideo: 'Play “{title}”',
  cannotWatch: 'A video was here. It was deleted, or you can’t watch it.',
  notLiveYet: 'Your video isn’t live yet. Until it is, nobody else can watch it here.',
  lost: 'You can no longer watch this video.',
  cannotPlay: 'This browser can’t play the video.',
});
