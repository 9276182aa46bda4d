import type { ComponentProps } from 'react';
import styles from './Button.module.css';

interface Props extends ComponentProps<'button'> {
  /** `primary`: the main action. `plain`: a bordered choice. `quiet`: words alone. */
  readonly kind?: 'primary' | 'plain' | 'quiet';
}

/** A button of the course; without colour, since colour means a layer. */
export function Button({ kind = 'plain', className, ...rest }: Props) {
  return (
    <button
      type="button"
      className={className ? `${styles.button} ${className}` : styles.button}
      data-kind={kind}
      {...rest}
    />
  );
}
