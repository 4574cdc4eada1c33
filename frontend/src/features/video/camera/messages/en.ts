// The English messages of going live with the camera of this device.
import { defineMessages } from '../../../../shared/i18n/message';

export const en = defineMessages({
  heading: 'Live with this camera: “{title}”',
  opening: 'Opening the camera: allow it if your browser asks.',
  preview: 'What your camera sees',
  camera: 'Camera',
  microphone: 'Microphone',
  noMicrophone: 'No microphone was found: viewers will hear nothing.',
  unnamed: 'Device {number}',
  mute: 'Mute the microphone',
  goLive: 'Go live with this camera',
  goLiveQuestion: 'Go live with this camera?',
  keyConsequence:
    'Your camera needs a new stream key, so the old one stops working: to stream from OBS afterwards, get a new key. A stream that the old key has begun goes on.',
  close: 'Turn off the camera',
  end: 'End the livestream',
  endQuestion: 'End “{title}”?',
  endConsequence: 'It can’t be continued.',
  ready: 'Only you see this picture so far.',
  connecting: 'Connecting',
  live: 'You are live.',
  lost: {
    one: 'The connection is lost. Trying again in {count} second.',
    other: 'The connection is lost. Trying again in {count} seconds.',
  },
  notLoaded: 'A part of the page could not be loaded. Check your connection, then try again.',
  ended: 'The livestream has ended.',
  leaveQuestion: 'You are live. If you leave this page, your camera stops. Leave?',
  tryAgain: 'Try again',
  REFUSED:
    'Your browser doesn’t let this page use the camera. Allow the camera and the microphone in the page’s settings, beside its address, then try again.',
  MISSING: 'No camera was found. Connect one, then try again.',
  BUSY: 'The camera can’t be used: another program may be using it. Close that program, then try again.',
  GONE: 'The camera or the microphone was disconnected. Connect it, then try again.',
  UNSUPPORTED: 'This browser can’t go live. Use another browser, or OBS with your stream key.',
  KEY: 'The stream key was replaced meanwhile, from another page or device. Go live again to get a new one.',
  IN_USE:
    'Something else is already live with your stream key, such as OBS or another device. Stop it, then go live again.',
});
