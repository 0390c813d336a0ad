/** Generated code names it; Node's types have it only as a part of `RequestInit`. */
type BodyInit = NonNullable<RequestInit['body']>
