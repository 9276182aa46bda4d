/** Programs as tutorials, answers and course notes write them: a server at port 3000, and clients that print `over` at last. */
export interface Sample {
  readonly name: string;
  readonly server: string;
  readonly client: string;
}
