export { codeLanguages, hasGrammar, isCodeLanguage, languageOfFile, type GrammarLanguage } from './grammars';
export { GrammarsMissingError, openSyntax, parse, type Syntax } from './openSyntax';
export { parseKept } from './parseKept';
export { countErrors, firstError } from './syntaxErrors';
