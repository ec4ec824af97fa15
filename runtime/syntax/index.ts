export { codeLanguages, hasGrammar, isCodeLanguage, languageOfFile, type GrammarLanguage } from './grammars';
export { GrammarsMissingError, openSyntax, parse, type Syntax } from './openSyntax';
export { editedTree, type TextEdit } from './editedTree';
export { parseKept } from './parseKept';
export { countErrors, firstError } from './syntaxErrors';
