import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// Imports go one way: shared, then features, then app.
const only = (files, forbidden) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden }] },
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'eslint.config.js'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  { plugins: { 'react-hooks': hooks }, rules: hooks.configs.recommended.rules },
  {
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The router's redirect is thrown, and is no error.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'package', package: '@tanstack/router-core', name: 'Redirect' }] }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['scripts/**', 'e2e/**'], ...tseslint.configs.disableTypeChecked },
  only(['src/shared/**'], [{ group: ['**/features/**', '**/app/**'], message: 'shared knows no feature' }]),
  only(['src/features/**'], [{ group: ['**/app/**'], message: 'features do not know the app' }]),
);
