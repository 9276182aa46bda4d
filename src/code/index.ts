export { CodePanel, type CodePanelProps } from './code-panel';
export { CodeDesk } from './desk';
export { readTexts, type Texts, textStore } from './texts';
