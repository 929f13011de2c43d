import { css } from 'lit';

/** Of a button that reads as a part of a sentence. */
export const linkLook = css`
  padding: 0;
  font-weight: 500;
  color: var(--_text);
  background: none;
  border: 0;
  text-decoration: underline;
  text-underline-offset: 2px;
  cursor: pointer;
`;
