// A Vite plugin: writes licences.txt, the licence of every package that the site's files contain.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LICENCE = /^(licen[cs]e|copying|ofl)([-.].*)?$/i;
const NOTICE = /^notice([-.].*)?$/i;

/** Return the plugin for the site, and the one that tells it of what workers contain: they are bundled on their own. */
export function licences() {
  const folders = new Set();
  const collect = (ids) => {
    for (const id of ids) {
      const folder = findPackage(id);
      if (folder) folders.add(folder);
    }
  };
  return {
    site: {
      name: 'licences',
      generateBundle() {
        collect(this.getModuleIds());
        this.emitFile({ type: 'asset', fileName: 'licences.txt', source: writeLicences([...folders]) });
      },
    },
    worker: {
      name: 'licences-of-workers',
      generateBundle() {
        collect(this.getModuleIds());
      },
    },
  };
}

/** Return the folder of the package that a module is part of; null for our own and virtual ones. */
export function findPackage(id) {
  const path = id.replace(/^\0/, '').replace(/\?.*$/, '');
  if (!/[\\/]node_modules[\\/]/.test(path)) return null;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    // A folder inside a package may have a package.json that only says how to read its modules.
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version) return folder;
  }
  return null;
}

/** Return the text of all packages' licences, by name. Throws where a package says no licence at all. */
export function writeLicences(folders) {
  const sections = new Map(folders.map(describePackage).map((each) => [each.title, each.text]));
  const texts = [...sections].sort(([one], [other]) => one.localeCompare(other, 'en')).map(([, text]) => text);
  return ['The software that this site contains, and its licences.', ...texts].join(`\n\n${'-'.repeat(80)}\n\n`);
}

function describePackage(folder) {
  const { name, version, license, author, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder);
  const licenceFiles = [...files.filter((file) => LICENCE.test(file)), ...files.filter((file) => NOTICE.test(file))];
  if (licenceFiles.length === 0 && !license) throw new Error(`${name} says no licence: ${folder}`);
  const title = `${name} ${version}`;
  const heading = [title, license, author?.name ?? author, homepage].filter((each) => typeof each === 'string');
  const texts = licenceFiles.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { title, text: [heading.join('\n'), ...texts].join('\n\n') };
}
