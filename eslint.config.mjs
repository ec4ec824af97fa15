import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { arrows } from './extension/dev/lint/arrows.mjs';

const nodeGlobals = { console: 'readonly', process: 'readonly', URL: 'readonly' };

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      '.cache/',
      'extension/dev/sampleWorkspace/',
      'extension/dev/otherExtension/',
      '**/*.d.mts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { whetstone: { rules: { arrows } } },
    rules: {
      'whetstone/arrows': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers and booleans in a template are no mistake.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numeric code indexes typed arrays whose bounds it has just computed; `!` says so where a check would cost.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Interfaces that promise a Promise are implemented without one here and there.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.suite.ts'],
    rules: {
      // assert.ok(...) and node:test style expressions read as statements.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
