public import FlowJSON

/// A name that an expression reads from outside.
///
/// Step Functions' `$states` is taken apart, so that nobody has to build the object when only a part is read.
public enum GlobalName: Hashable, Sendable {
    /// `$name`; where it is also a function's name, the function answers while no value is bound.
    case variable(String)
    /// `$states` as a whole.
    case states
    /// `$states.input`
    case statesInput
    /// `$states.result`
    case statesResult
    /// `$states.errorOutput`
    case statesErrorOutput
    /// `$states.context`
    case statesContext

    /// The value among variables that are bound by name, `states` being one of them.
    public func value(in bindings: JSONObject) -> JSON? {
        switch self {
        case .variable(let name): bindings[name]
        case .states: bindings["states"]
        case .statesInput: bindings["states"]?["input"]
        case .statesResult: bindings["states"]?["result"]
        case .statesErrorOutput: bindings["states"]?["errorOutput"]
        case .statesContext: bindings["states"]?["context"]
        }
    }
}
