import css from '@eslint/css';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { supportedBrowsers } from './scripts/supported-browsers.mjs';

const PRODUCTS = ['social', 'video', 'learning', 'shop'];

// Imports go one way: shared, then features, then app; inside the features, platform and then the products.
const inFeatures = (folder) => `./src/features/${folder}`;
const ZONES = [
  { target: './src/shared', from: ['./src/features', './src/app'], message: 'shared knows no feature.' },
  { target: './src/features', from: './src/app', message: 'Features do not know the app.' },
  { target: inFeatures('platform'), from: PRODUCTS.map(inFeatures), message: 'The platform knows no product.' },
  ...PRODUCTS.map((product) => ({
    target: inFeatures(product),
    from: PRODUCTS.filter((each) => each !== product).map(inFeatures),
    message: 'Products do not know each other: they meet on pages, or through the platform.',
  })),
];

const CODE = '**/*.{js,mjs,ts,tsx}';

// What came to browsers after 2022 and is used all the same.
const NEWER_CSS = {
  // In every browser of scripts/browsers.mjs, since Firefox 113, Chromium 111 and Safari 16.2; 121, 105 and 15.4; in
  // Firefox and Chromium long since, and Safari 16.4.
  allowFunctions: ['color-mix'],
  allowSelectors: ['has', 'fullscreen', 'highlight'],
  // Where `::highlight` is missing, findings in an article are listed only.
  // Where they are missing, lines break elsewhere, a field scrolls and keeps its size, nothing is blurred, controls have
  // the browser's colours, and an outline has corners.
  allowProperties: ['text-wrap', 'field-sizing', 'resize', 'backdrop-filter', 'accent-color', 'outline'],
};

// What some of the browsers lack, and the site does without there.
const OPTIONAL_FEATURES = [
  '<img fetchpriority>',
  '<input autocapitalize>',
  '<video playsinline>',
  'Document.pictureInPictureEnabled',
  'Document.pictureInPictureElement',
  'Document.exitPictureInPicture',
  'HTMLVideoElement.requestPictureInPicture',
  'CSS.highlights',
  'Highlight',
  'Navigator.share',
  'RTCRtpTransceiver.setCodecPreferences',
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'eslint.config.js'] },
  {
    files: ['src/**/*.css'],
    language: 'css/css',
    plugins: { css },
    rules: { 'css/use-baseline': ['error', { available: 2022, ...NEWER_CSS }] },
  },
  {
    files: [CODE],
    extends: [tseslint.configs.strictTypeChecked, hooks.configs.flat.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/only-throw-error': [
        'error',
        // The router's redirect and its page for unknown addresses are thrown although they are no errors.
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: ['Redirect', 'NotFoundError'] }] },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['scripts/**'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['{src,service-worker}/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    plugins: { waymark: { rules: { 'supported-browsers': supportedBrowsers } } },
    rules: { 'waymark/supported-browsers': ['error', { allow: OPTIONAL_FEATURES }] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: ZONES }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
    },
  },
);
