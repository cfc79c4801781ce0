/// Which JSONata is spoken.
public enum Dialect: Hashable, Sendable {
    /// JSONata 2.0.6 as Step Functions evaluates it: with `$partition`, `$range`, `$hash`, `$random(seed)`, `$uuid` and
    /// `$parse`, without `$eval`, `??` and `?:`.
    case stepFunctions
    /// What jsonata-js 2.2 speaks.
    case reference
    /// What jsonata-js 2.0.6 speaks: without `??` and `?:`.
    case reference206
}
