// A page with nothing but Amazon's player for the web, unmodified; the address that it plays stands behind the #.
import { create } from 'amazon-ivs-player';

const fileOf = (name: string) => new URL(`amazon-ivs-wasmworker.min.${name}`, location.href).href;

const video = document.createElement('video');
video.playsInline = true;
document.body.append(video);

const player = create({ wasmWorker: fileOf('js'), wasmBinary: fileOf('wasm') });
player.attachHTMLVideoElement(video);
player.setMuted(true); // a browser lets nothing else begin by itself
player.load(decodeURIComponent(location.hash.slice(1)));
player.play();
