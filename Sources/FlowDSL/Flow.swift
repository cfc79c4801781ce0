/// A flow: its name, its typed input, and its states in the order in which they run.
///
///     struct Greet: Flow {
///         static let name = "greet"
///         static let summary = "Writes a greeting."
///         struct Input: FlowInput {
///             let who = Parameter("world", "Whom to greet.")
///         }
///         func states(_ input: References<Input>) {
///             task("Write", WriteFile("Hello, \(input.who)!", to: .at("lake", "hello.txt")))
///         }
///     }
///
/// Each call in `states` adds a state after the one before it; what a call returns refers to that state's result, so that
/// a name that does not exist, or is not there yet, does not compile.
public protocol Flow: Sendable {
    /// The flow's own input.
    associatedtype Input: FlowInput = NoInput

    /// The name under which it is run and deployed: letters, digits, `-` and `_`, at most 80.
    static var name: String { get }
    /// What it does, in one sentence.
    static var summary: String { get }
    /// The whole execution's `TimeoutSeconds`; `nil` sets none.
    static var timeout: Duration? { get }

    /// Adds the states.
    func states(_ input: References<Input>)
}

extension Flow {
    /// None.
    public static var timeout: Duration? { nil }
}
