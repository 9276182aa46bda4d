export { CodePanel, type CodePanelProps } from './code-panel';
export { CodeDesk, readTexts, type Texts, textStore } from './desk';
