/**
 * `opening`: the class is not there yet. `away`: the connection is broken, and comes back. `refused`: the server gave a reason, and
 * asking again may help. `over`: it has ended.
 */
export type ClassState =
  | { readonly kind: 'opening' | 'here' | 'away' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'over'; readonly why: string | null };
